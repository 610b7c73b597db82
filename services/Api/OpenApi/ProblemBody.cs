namespace Trawl.Api.OpenApi;

/// <summary>The shape of an error, for the document only: <see cref="Problems"/> is what writes it.</summary>
/// <param name="Code">For programs: <c>validation_failed</c>, <c>not_found</c> …</param>
/// <param name="Errors">By the path of the field; with validation_failed and url_not_allowed.</param>
public sealed record ProblemBody(
    string Title, int Status, string Code, string? Type = null, string? Detail = null, IReadOnlyDictionary<string, string[]>? Errors = null);

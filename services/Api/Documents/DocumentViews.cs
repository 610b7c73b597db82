namespace Trawl.Api.Documents;

/// <summary>A stored page in a list.</summary>
public sealed record DocumentView(
    Guid Id, Guid SourceId, string Url, string? Title, string? Language, string? Description, string ContentHash, DateTime FetchedAt, int Chunks);

/// <summary>A stored page with its text.</summary>
public sealed record DocumentWithText(
    Guid Id, Guid SourceId, string Url, string? Title, string? Language, string? Description, string ContentHash, DateTime FetchedAt, int Chunks, string Markdown);

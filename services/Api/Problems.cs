using Microsoft.AspNetCore.Http.HttpResults;

namespace Trawl.Api;

/// <summary>Errors as RFC 9457 problem details, each with a <c>code</c> that programs may rely on.</summary>
internal static class Problems
{
    /// <summary>Also for what is somebody else's: whether it exists is not told.</summary>
    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}.");

    public static ProblemHttpResult InvalidStatus(string detail) =>
        Of(StatusCodes.Status409Conflict, "invalid_status", "The job's status forbids this.", detail);

    public static ProblemHttpResult MalformedJson(string detail) =>
        Of(StatusCodes.Status400BadRequest, "malformed_json", "The body is not a JSON object.", detail);

    public static ProblemHttpResult UnsupportedMediaType() =>
        Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body must be application/json.");

    public static ProblemHttpResult IdempotencyConflict() =>
        Of(StatusCodes.Status422UnprocessableEntity, "idempotency_conflict", "This Idempotency-Key was used with another request.");

    public static ProblemHttpResult Of(
        int status, string code, string title, string? detail = null, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (errors is not null)
            extensions["errors"] = errors;
        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }
}

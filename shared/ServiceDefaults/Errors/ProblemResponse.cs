using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Trawl.ServiceDefaults.Json;

namespace Trawl.ServiceDefaults.Errors;

/// <summary>An error as every service answers it: RFC 9457 <c>application/problem+json</c> with a <c>code</c>.</summary>
public static class ProblemResponse
{
    /// <summary>Writes it as the response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">For programs; null takes the status's own (<see cref="CodeOf"/>).</param>
    /// <param name="detail">For people: what was wrong and what would be right.</param>
    public static Task WriteAsync(HttpContext context, int status, string? code = null, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        var body = new Body("about:blank", ReasonPhrases.GetReasonPhrase(status), status, code ?? CodeOf(status), detail, TraceIdOf(context));
        // Not the request's token: a client that hung up must not turn the answer into another exception.
        return context.Response.WriteAsJsonAsync(body, TrawlJson.Options, "application/problem+json", CancellationToken.None);
    }

    /// <summary>The code of an error about which no more is known than its status.</summary>
    public static string CodeOf(int status) => status switch
    {
        400 => "malformed_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        406 => "not_acceptable",
        408 => "request_timeout",
        409 => "conflict",
        410 => "gone",
        412 => "precondition_failed",
        413 => "body_too_large",
        415 => "unsupported_media_type",
        422 => "unprocessable",
        429 => "rate_limited",
        503 => "unavailable",
        < 500 => "bad_request",
        _ => "internal_error",
    };

    /// <summary>What to look for in logs and traces: the W3C trace id where there is one, else the server's request id.</summary>
    public static string TraceIdOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
    }

    private sealed record Body(string Type, string Title, int Status, string Code, string? Detail, string TraceId);
}

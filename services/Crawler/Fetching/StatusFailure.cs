using System.Net.Http.Headers;
using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.Fetching;

/// <summary>What an answer's status means for its page.</summary>
internal static class StatusFailure
{
    /// <summary>Null when there is a body to read, or none because nothing changed.</summary>
    public static FetchFailure? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            204 or 205 => new FetchFailure(PageFailureReason.ContentType, $"The server answered {status}: there is no content.", status),
            // Of a page that was asked for whole. What is missing cannot be seen in it.
            206 => new FetchFailure(PageFailureReason.ConnectionFailed, "The server sent a part that was not asked for.", status),
            (>= 200 and < 300) or 304 => null,
            < 400 => OfRedirect(response, status),
            _ => OfError(status, RetryAfter.Of(response.Headers.RetryAfter, now)),
        };
    }

    private static FetchFailure OfRedirect(HttpResponseMessage response, int status) => Location(response.Headers) is { Length: > 0 } location
        ? new FetchFailure(PageFailureReason.Redirected, $"The server answered {status}.", status) { Location = location }
        : new FetchFailure(PageFailureReason.ConnectionFailed, $"The server answered {status} and not where to go.", status);

    private static FetchFailure OfError(int status, int? wait)
    {
        var message = $"The server answered {status}.";
        return status switch
        {
            429 => new FetchFailure(PageFailureReason.RateLimited, message, status, Retryable: true) { RetryAfterMs = wait },
            408 or 425 => new FetchFailure(PageFailureReason.HttpClientError, message, status, Retryable: true) { RetryAfterMs = wait },
            < 500 => new FetchFailure(PageFailureReason.HttpClientError, message, status),
            501 or 505 => new FetchFailure(PageFailureReason.HttpServerError, message, status),
            _ => new FetchFailure(PageFailureReason.HttpServerError, message, status, Retryable: true) { RetryAfterMs = wait },
        };
    }

    private static string? Location(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("Location", out var values))
            return null;
        var location = values.ToString().Trim();
        if (System.Text.Ascii.IsValid(location))
            return location;
        // Written as it is spoken, against the rules. The handler reads bytes one by one; they are UTF-8 if anything.
        return System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(location));
    }
}

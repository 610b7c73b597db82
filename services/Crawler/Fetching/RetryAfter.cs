using System.Net.Http.Headers;

namespace Trawl.Crawler.Fetching;

/// <summary>The wait that a server asks for.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Milliseconds from now; null when the server did not say.</summary>
    public static int? Of(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return wait is { } span ? (int)Math.Clamp(span.TotalMilliseconds, 0, Longest.TotalMilliseconds) : null;
    }
}

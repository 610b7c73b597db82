using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results;

/// <summary>What a failure is worth: whether its page is tried again, and when.</summary>
internal static class Retries
{
    // A host that asks for patience gets it: the wait in between grows with each try, and is the host's, not the page's.
    private const int ThrottledAttempts = 10;

    /// <summary>What is asked for beyond this is not waited for: a slip of a server must not hold a job for a day.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The host said that it wants less, not that something is wrong with the page.</summary>
    public static bool IsThrottled(PageFailed failed) => failed.HttpStatus is 429 or 503;

    /// <summary>It says something of the whole host.</summary>
    public static bool ConcernsHost(PageFailed? failed) => failed is not null && (IsThrottled(failed) || failed.RetryAfterMs > 0);

    /// <param name="failed">The last failure.</param>
    /// <param name="attempts">How many there were, this one included.</param>
    /// <param name="maxAttempts">As many as a page is tried that fails by itself.</param>
    public static bool IsWorthAnother(PageFailed failed, int attempts, int maxAttempts) =>
        failed.Retryable && attempts < (IsThrottled(failed) ? Math.Max(maxAttempts, ThrottledAttempts) : maxAttempts);

    public static TimeSpan WaitAfter(PageFailed failed, int attempts)
    {
        var wait = failed.RetryAfterMs is { } asked ? TimeSpan.FromMilliseconds(asked) : TimeSpan.FromSeconds(IsThrottled(failed) ? 1 : 1 << Math.Min(attempts, 12));
        return wait > LongestWait ? LongestWait : wait;
    }
}

namespace Trawl.Api.Jobs.Views;

/// <summary>A host that makes a job wait.</summary>
/// <param name="Host">Host and port.</param>
/// <param name="Reason">
/// <c>robots_crawl_delay</c>; <c>delay</c>, the job's own; <c>shared_host</c>, another job wants it slower, and the strictest holds for
/// all; <c>rate_limited</c> after a 429, <c>unavailable</c> after a 503, <c>unreachable</c> when nothing answers; <c>retry_after</c> when
/// the host asked for a pause for another reason.
/// </param>
/// <param name="DelaySeconds">Between two requests, or until the next one; 0 when the host only takes fewer at once.</param>
public sealed record SlowedBy(string Host, string Reason, double DelaySeconds);

using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Hosts;

/// <summary>A host of which a job has pending pages, and what holds there.</summary>
/// <param name="OthersDelayMs">The longest delay that another running job wants there.</param>
/// <param name="OthersConcurrency">The least concurrency that another running job wants there; null when none wants less.</param>
internal sealed record WantedHostRow(
    Guid JobId, string Name, int CrawlDelayMs, DateTimeOffset? NotBefore, int BackOffMs, string? BackOffReason, int OthersDelayMs, int? OthersConcurrency)
{
    /// <summary>Null when the job gets there all that it wants.</summary>
    public SlowedBy? Judge(CrawlOptions options, DateTimeOffset now)
    {
        var crawlDelay = options.RespectRobots ? CrawlDelayMs : 0;
        var own = Math.Max(options.DelayMs, crawlDelay);
        var rest = ((NotBefore ?? now) - now).TotalMilliseconds;
        if (BackOffMs > 0 && BackOffReason is { } reason)
            return Because(reason, rest > 0 ? rest : BackOffMs);
        // Longer than the pause after a batch: the host has said so.
        if (rest > Math.Max(own, OthersDelayMs))
            return Because("retry_after", rest);
        if (OthersDelayMs > own)
            return Because("shared_host", OthersDelayMs);
        if (own > 0)
            return Because(crawlDelay >= options.DelayMs ? "robots_crawl_delay" : "delay", own);
        return OthersConcurrency < options.Concurrency ? Because("shared_host", 0) : null;
    }

    private SlowedBy Because(string reason, double delayMs) => new(Name, reason, Math.Round(delayMs / 1000, 1));
}

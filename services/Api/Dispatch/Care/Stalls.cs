using MassTransit;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Dispatch.Care;

/// <summary>Why nothing moves, and what happens next.</summary>
internal sealed record Stall(string Reason, string NextStep);

/// <summary>Finds the reason of a stall. A known delay is none: it is shown with the job.</summary>
internal sealed class Stalls(IBusControl bus, TimeProvider time)
{
    private static readonly Stall NoBroker = new("no_broker", "The message broker cannot be reached. The job goes on by itself when it can.");
    private static readonly Stall NoCrawler = new("no_crawler", "No crawler is alive. Start one; the job goes on by itself.");
    private static readonly Stall NoEmbedder = new("no_embedder", "No embedder is alive. Start one; the job goes on by itself.");
    private static readonly Stall EmbeddingSlow =
        new("embedding_slow", "A batch of documents takes long; it is handed out again when its embedder gives no sign.");
    private static readonly Stall HostUnreachable =
        new("host_unreachable", "The host does not answer. Its pages are tried again, and given up after some tries.");
    private static readonly Stall CrawlersBusy = new("crawlers_busy", "The crawlers are busy with other jobs. It goes on by itself when they have room.");

    /// <summary>Null when it is none.</summary>
    public async Task<Stall?> OfAsync(TrawlDbContext db, Job job, int crawlers, int embedders, CancellationToken cancellationToken)
    {
        if (job.Type == JobType.Custom)
            return NoReport(job);
        // Nobody's heartbeat comes without it: who is alive is not known then.
        if (bus.CheckHealth().Status == BusHealthStatus.Unhealthy)
            return NoBroker;
        if (crawlers == 0 && (job.Status == JobStatus.Queued || job.Pending + job.Processing > 0))
            return NoCrawler;
        if (job.Status == JobStatus.Queued)
            return null;
        if (embedders == 0 && job.EmbedPending > 0)
            return NoEmbedder;
        return job.Pending + job.Processing == 0 ? EmbeddingSlow : await OfHostsAsync(db, job, cancellationToken);
    }

    /// <summary>A host that asked to be left alone is a known delay. One that does not answer is a stall.</summary>
    private async Task<Stall?> OfHostsAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hosts = db.Hosts.Where(h => db.Pages.Any(p => p.JobId == job.Id && p.Host == h.Name && p.Status <= PageStatus.Processing));
        if (await hosts.AnyAsync(h => (h.NotBefore > now || h.CrawlDelayMs > 0 || h.BackOffMs > 0) && h.BackOffReason != "unreachable", cancellationToken))
            return null;
        var isAsked = job.Processing > 0 || await hosts.AnyAsync(h => h.BackOffReason == "unreachable", cancellationToken);
        return isAsked ? HostUnreachable : CrawlersBusy;
    }

    private static Stall NoReport(Job job) => new(
        "no_report",
        job.ExpiresAt is { } at
            ? $"Its program has reported nothing for a while. It goes on with the next report, or expires at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
            : "Its program has reported nothing for a while. It goes on with the next report, and has no time limit: cancel it if none will come.");
}

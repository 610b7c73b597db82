using Trawl.Api.Database;

namespace Trawl.Api.Jobs;

/// <summary>How far a job is, and how fast.</summary>
internal static class JobProgress
{
    private const double CrawlShare = 80;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    /// <summary>Never down, and 100 only when it is completed.</summary>
    public static void Update(Job job)
    {
        if (job.Status == JobStatus.Completed)
        {
            job.Progress = 100;
            return;
        }

        if (job.Type == JobType.Custom || job.Status == JobStatus.Queued || job.Status.IsTerminal())
            return;
        var goal = Math.Max(1, Math.Min(job.Total, (CrawlOptionsOf.MaxPages(job) ?? int.MaxValue / 2) + job.Failed + job.Skipped));
        var crawled = Math.Min(1, (double)(job.Completed + job.Failed + job.Skipped) / goal);
        // What is still to be embedded counts against what there is to embed by now, scaled by how much of the crawl that is.
        var embedded = job.Completed == 0 ? crawled : crawled * Math.Clamp(1 - (double)job.EmbedPending / job.Completed, 0, 1);
        job.Progress = Math.Max(job.Progress, Math.Min(99, crawled * CrawlShare + embedded * (100 - CrawlShare)));
    }

    /// <summary>Pages were finished: the rate is an average that forgets, exact from the first page on.</summary>
    public static void Moved(Job job, int pages, DateTimeOffset now)
    {
        var started = job.StartedAt ?? now;
        var before = (job.LastMovedAt ?? started) - started;
        var after = now - started;
        if (pages > 0 && after > TimeSpan.Zero)
        {
            var sum = (job.RatePerSecond ?? 0) * Weight(before);
            sum = sum * Math.Exp(-(after - before) / Memory) + pages / Memory.TotalSeconds;
            job.RatePerSecond = sum / Weight(after);
        }

        job.LastMovedAt = now;
        job.StalledReason = null;
    }

    /// <summary>Whether the rate says more than is so: no page for ten seconds is no more than one in ten seconds. True again when the silence has doubled.</summary>
    public static bool ClaimsTooMuch(Job job, DateTimeOffset now) =>
        job.Status == JobStatus.Running && now - job.LastMovedAt is { } silence && silence > Memory && job.RatePerSecond > 2 / silence.TotalSeconds;

    /// <summary>The most that the silence since leaves of the rate.</summary>
    public static void StoodStill(Job job, DateTimeOffset now) => job.RatePerSecond = 1 / (now - job.LastMovedAt!.Value).TotalSeconds;

    private static double Weight(TimeSpan age) => 1 - Math.Exp(-age / Memory);
}

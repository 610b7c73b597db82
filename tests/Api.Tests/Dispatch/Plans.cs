using Trawl.Api.Database;
using Trawl.Api.Dispatch;
using Trawl.Api.Dispatch.Crawl;
using Trawl.Api.Jobs;

namespace Trawl.Api.Tests.Dispatch;

/// <summary>Jobs and hosts as a turn of the dispatcher sees them, without a database.</summary>
internal static class Plans
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly DateTimeOffset Start = Now.AddHours(-1);
    private static int _jobs;

    /// <summary>Measured as fast, unless said otherwise.</summary>
    public static HostState Host(string name, double? ms = 10, int crawlDelayMs = 0, int backOffMs = 0, DateTimeOffset? notBefore = null) =>
        new() { Name = name, MsPerPage = ms, CrawlDelayMs = crawlDelayMs, BackOffMs = backOffMs, NotBefore = notBefore };

    /// <summary>Later ones began later.</summary>
    public static RunningJob Job(CrawlOptions options, params HostState[] hosts) => Job(new Job { UserId = "u", Options = null!, Models = null! }, options, hosts);

    public static RunningJob Job(Job row, CrawlOptions options, params HostState[] hosts)
    {
        if (row.Id == Guid.Empty)
            row.Id = Guid.NewGuid();
        row.Pending = 1000;
        row.StartedAt = Start.AddSeconds(Interlocked.Increment(ref _jobs));
        var job = new RunningJob { Job = row, Options = options };
        foreach (var host in hosts)
            job.Want(host, isReady: true);
        return job;
    }

    public static CrawlOptions Options(int concurrency = 8, int maxPages = 1000, int delayMs = 0, bool respectRobots = true) =>
        new() { Urls = ["http://h/"], MaxPages = maxPages, Concurrency = concurrency, DelayMs = delayMs, RespectRobots = respectRobots };

    public static List<PlannedLease> Make(int slots, params RunningJob[] jobs) => Make(new HostTurns(), slots, jobs);

    public static List<PlannedLease> Make(HostTurns turns, int slots, params RunningJob[] jobs) =>
        new CrawlPlan(new JobsOptions(), turns, Now).Make(jobs, new CrawlSlots(slots));

    /// <summary>An open batch as it is found in the database.</summary>
    public static Lease Lease(int concurrency) => new() { Kind = LeaseKind.Crawl, Concurrency = concurrency, Size = 1 };

    public static int Concurrency(this IEnumerable<PlannedLease> plan, string host) => plan.Where(p => p.Host.Name == host).Sum(p => p.Concurrency);
}

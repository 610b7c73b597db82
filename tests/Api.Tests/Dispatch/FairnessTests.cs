using Trawl.Api.Database;
using Trawl.Api.Dispatch;
using Trawl.Api.Dispatch.Crawl;
using static Trawl.Api.Tests.Dispatch.Plans;

namespace Trawl.Api.Tests.Dispatch;

public sealed class FairnessTests
{
    [Fact]
    public void Slots_are_shared_in_turn_and_maxPages_is_never_exceeded()
    {
        var plan = Make(9, [.. Enumerable.Range(0, 3).Select(i => Job(Options(maxPages: 5), Host($"h{i}")))]);

        Assert.Equal(9, plan.Sum(p => p.Concurrency));
        Assert.Equal(3, plan.Select(p => p.Job).Distinct().Count());
        Assert.All(plan.GroupBy(p => p.Job), g => Assert.True(g.Sum(p => p.Size) <= 5));
    }

    [Theory]
    [InlineData(8, 4, 4)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 1, 0)]
    public void A_slow_host_takes_only_its_part_of_a_jobs_concurrency(int concurrency, int slow, int fast)
    {
        var plan = Make(100, Job(Options(concurrency), Host("a-slow", ms: 100), Host("fast")));
        Assert.Equal((slow, fast), (plan.Concurrency("a-slow"), plan.Concurrency("fast")));
    }

    [Fact]
    public void What_another_host_cannot_use_is_not_kept_for_it()
    {
        var plan = Make(100, Job(Options(), Host("delayed", crawlDelayMs: 500), Host("fast")));
        Assert.Equal((1, 7), (plan.Concurrency("delayed"), plan.Concurrency("fast")));
    }

    [Fact]
    public void The_place_of_a_host_that_rests_for_a_moment_is_kept()
    {
        var plan = Make(100, Job(Options(), Host("a-slow", ms: 100), Host("back-soon", notBefore: Now.AddMilliseconds(100)), Host("back-later", notBefore: Now.AddMinutes(1))));
        Assert.Equal([("a-slow", 4)], plan.Select(p => (p.Host.Name, p.Concurrency)));
    }

    [Fact]
    public void Of_more_hosts_than_a_job_may_ask_at_once_each_has_its_turn()
    {
        var (turns, row) = (new HostTurns(), new Job { UserId = "u", Options = null!, Models = null! });
        var asked = Enumerable.Range(0, 9).Select(_ => Assert.Single(Make(turns, 100, Job(row, Options(concurrency: 1), Host("a"), Host("b"), Host("c")))).Host.Name);
        Assert.Equal(["a", "b", "c", "a", "b", "c", "a", "b", "c"], asked);
    }

    [Fact]
    public void Jobs_that_share_a_delayed_host_take_turns_there_whatever_else_they_do()
    {
        var turns = new HostTurns();
        var rows = Enumerable.Range(0, 3).Select(_ => new Job { UserId = "u", Options = null!, Models = null! }).ToArray();
        var order = new List<int>();
        for (var i = 0; i < 9; i++)
        {
            var shared = Host("shared", crawlDelayMs: 1000);
            // The first has another host besides, where it is always busy.
            RunningJob[] jobs = [Job(rows[0], Options(), shared, Host("own")), Job(rows[1], Options(), shared), Job(rows[2], Options(), shared)];
            jobs[0].InFlight = 3;
            order.Add(Array.IndexOf(rows, Make(turns, 100, jobs).Single(p => p.Host == shared).Job.Job));
        }

        Assert.Equal([3, 3, 3], order.CountBy(i => i).OrderBy(c => c.Key).Select(c => c.Value));
    }

    [Fact]
    public void Jobs_that_share_the_last_slot_take_turns()
    {
        var turns = new HostTurns();
        var rows = Enumerable.Range(0, 3).Select(_ => new Job { UserId = "u", Options = null!, Models = null! }).ToArray();
        var order = Enumerable.Range(0, 6).Select(_ =>
            Array.IndexOf(rows, Assert.Single(Make(turns, 1, [.. rows.Select((row, i) => Job(row, Options(), Host($"h{i}")))])).Job.Job)).ToList();
        Assert.Equal([0, 1, 2, 0, 1, 2], order);
    }

    [Fact]
    public void The_higher_priority_comes_first_where_only_one_can()
    {
        var host = Host("h", crawlDelayMs: 1000);
        var low = Job(new Job { UserId = "u", Options = null!, Models = null!, Priority = JobPriority.Low }, Options(), host);
        var high = Job(new Job { UserId = "u", Options = null!, Models = null!, Priority = JobPriority.High }, Options(), host);
        Assert.Equal(high, Assert.Single(Make(100, low, high)).Job);
    }

    [Fact]
    public void However_many_hosts_hang_a_quarter_of_the_slots_is_for_others()
    {
        var hanging = Enumerable.Range(0, 8).Select(i => Job(Options(), Host($"hangs{i}", ms: 40_000), Host($"new{i}", ms: null))).ToArray();
        var fast = Job(Options(), Host("fast"));

        var plan = Make(16, [.. hanging, fast]);

        Assert.True(plan.Where(p => p.Host.Name != "fast").Sum(p => p.Concurrency) <= 12);
        Assert.True(plan.Concurrency("fast") >= 4);
    }

    [Fact]
    public void Slow_hosts_that_are_under_way_leave_the_quarter_free_too()
    {
        var plan = new CrawlPlan(new Api.Jobs.JobsOptions(), new HostTurns(), Now).Make([Job(Options(), Host("hangs", ms: 40_000))], new CrawlSlots(16, Taken: 12, Slow: 12));
        Assert.Empty(plan);
    }

    [Fact]
    public void A_job_with_all_its_pages_still_reads_its_sitemaps()
    {
        var row = new Job { UserId = "u", Options = null!, Models = null!, Completed = 5 };
        Assert.Empty(Make(100, Job(row, Options(maxPages: 5), Host("h"))));
        row.SitemapsOpen = 1;
        Assert.All(Make(100, Job(row, Options(maxPages: 5), Host("h"))), lease => Assert.False(lease.WithPages));
    }

    [Fact]
    public void A_host_whose_pages_all_wait_for_a_later_try_takes_nobodys_place()
    {
        var job = Job(Options(), Host("fast"));
        job.Want(Host("later"), isReady: false);
        Assert.Equal([("fast", 4), ("fast", 4)], Make(100, job).Select(p => (p.Host.Name, p.Concurrency)));
    }
}

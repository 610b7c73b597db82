using static Trawl.Api.Tests.Dispatch.Plans;

namespace Trawl.Api.Tests.Dispatch;

public sealed class PolitenessTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(3, 3)]
    [InlineData(2, 2, 3)]
    [InlineData(2, 3, 2)]
    [InlineData(1, 8, 1)]
    [InlineData(3, 3, 8, 5)]
    public void A_host_has_no_more_requests_under_way_than_the_strictest_of_its_jobs_wants(int most, params int[] wanted)
    {
        var host = Host("h");
        var plan = Make(100, [.. wanted.Select(concurrency => Job(Options(concurrency), host))]);
        Assert.Equal(most, plan.Concurrency("h"));
        Assert.True(plan.Count <= 2);
    }

    [Theory]
    [InlineData(0, true, 0, true, 500, 500)]
    [InlineData(0, true, 0, true, 0, 0)]
    [InlineData(200, false, 0, true, 500, 500)]
    [InlineData(200, false, 0, false, 500, 200)]
    [InlineData(800, true, 100, true, 500, 800)]
    [InlineData(0, false, 0, true, 500, 500)]
    public void A_host_is_asked_no_faster_than_the_strictest_of_its_jobs_wants(
        int firstDelay, bool firstHeedsRobots, int secondDelay, bool secondHeedsRobots, int crawlDelay, int delay)
    {
        var host = Host("h", crawlDelayMs: crawlDelay);
        var plan = Make(100, Job(Options(delayMs: firstDelay, respectRobots: firstHeedsRobots), host), Job(Options(delayMs: secondDelay, respectRobots: secondHeedsRobots), host));
        Assert.All(plan, lease => Assert.Equal(delay, lease.DelayMs));
        if (delay > 0)
            Assert.Equal((1, Math.Max(1, 1000 / delay)), (Assert.Single(plan).Concurrency, plan[0].Size));
        else
            Assert.Equal(2, plan.Count);
    }

    [Fact]
    public void What_is_under_way_already_counts_whoever_it_is_for()
    {
        var host = Host("h");
        host.Add(Lease(concurrency: 2));
        var lease = Assert.Single(Make(100, Job(Options(concurrency: 3), host)));
        Assert.Equal(1, lease.Concurrency);
    }

    [Fact]
    public void While_a_job_that_wants_less_is_at_work_there_nobody_takes_more_though_it_has_nothing_pending()
    {
        var host = Host("h");
        host.Add(Lease(concurrency: 1));
        host.Heed(Options(concurrency: 2));
        Assert.Equal(1, Make(100, Job(Options(concurrency: 8), host)).Sum(p => p.Concurrency));
    }

    [Fact]
    public void A_host_that_was_never_measured_gets_one_small_batch()
    {
        var host = Host("new", ms: null);
        var lease = Assert.Single(Make(100, Job(Options(), host), Job(Options(), host)));
        Assert.Equal((4, 4), (lease.Size, lease.Concurrency));
    }

    [Fact]
    public void A_host_that_asked_for_less_is_asked_one_small_batch_one_by_one()
    {
        var host = Host("tired", backOffMs: 4000, notBefore: Now);
        var lease = Assert.Single(Make(100, Job(Options(), host), Job(Options(), host)));
        Assert.Equal((4, 1), (lease.Size, lease.Concurrency));
    }

    [Fact]
    public void A_host_that_rests_is_not_asked() => Assert.Empty(Make(100, Job(Options(), Host("resting", notBefore: Now.AddMilliseconds(1)))));

    [Fact]
    public void A_host_is_not_asked_while_a_batch_that_failed_there_is_not_read()
    {
        var host = Host("h");
        host.Add(Lease(concurrency: 0));
        Assert.Empty(Make(100, Job(Options(), host)));
    }

    [Fact]
    public void No_more_requests_are_leased_than_pages() =>
        Assert.Equal((2, 2), Make(100, Job(Options(), Host("slow", ms: 500))).Select(p => (p.Size, p.Concurrency)).Distinct().Single());
}

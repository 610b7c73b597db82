using Trawl.TestSupport;
using Trawl.WorkerDefaults.Stopping;

namespace Trawl.Work.Tests.WorkerDefaults;

public sealed class StoppedJobsTests
{
    private readonly ManualTime time = new();
    private readonly Guid job = Guid.NewGuid();

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    [Fact]
    public void A_stop_reaches_every_batch_of_the_job_and_no_other()
    {
        var jobs = new StoppedJobs(time);
        using CancellationTokenSource first = new(), second = new(), other = new(), done = new();
        using var a = jobs.Register(job, Now, first);
        using var b = jobs.Register(job, Now, second);
        using var c = jobs.Register(Guid.NewGuid(), Now, other);
        jobs.Register(job, Now, done).Dispose();
        jobs.Stop(job, Now);
        Assert.Equal((true, true, false, false), (first.IsCancellationRequested, second.IsCancellationRequested, other.IsCancellationRequested, done.IsCancellationRequested));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public void A_stopped_job_is_remembered_for_an_hour(int minutes, bool stopped)
    {
        var jobs = new StoppedJobs(time);
        jobs.Stop(job, Now);
        var sentBefore = Now;
        time.Advance(TimeSpan.FromMinutes(minutes));
        using var batch = new CancellationTokenSource();
        using var registration = jobs.Register(job, sentBefore, batch);
        Assert.Equal(stopped, batch.IsCancellationRequested);
    }

    [Fact]
    public void A_batch_sent_after_the_stop_is_worked_on_whichever_is_heard_first()
    {
        var jobs = new StoppedJobs(time);
        var stoppedAt = Now;
        time.Advance(TimeSpan.FromMilliseconds(1));
        using CancellationTokenSource heardBefore = new(), heardAfter = new(), sentBefore = new();
        using var a = jobs.Register(job, Now, heardBefore);
        jobs.Stop(job, stoppedAt);
        using var b = jobs.Register(job, Now, heardAfter);
        using var c = jobs.Register(job, stoppedAt, sentBefore);
        Assert.Equal((false, false, true), (heardBefore.IsCancellationRequested, heardAfter.IsCancellationRequested, sentBefore.IsCancellationRequested));
    }

    [Fact]
    public void Of_two_stops_the_later_one_counts_in_whatever_order_they_are_heard()
    {
        var jobs = new StoppedJobs(time);
        var first = Now;
        var second = first + TimeSpan.FromSeconds(10);
        jobs.Stop(job, second);
        jobs.Stop(job, first);
        using CancellationTokenSource between = new();
        using var registration = jobs.Register(job, first + TimeSpan.FromSeconds(5), between);
        Assert.True(between.IsCancellationRequested);
    }

    [Fact]
    public void However_many_jobs_are_stopped_the_last_ones_are_remembered()
    {
        var jobs = new StoppedJobs(time);
        jobs.Stop(job, Now);
        var last = job;
        for (var i = 0; i < 10_000; i++)
            jobs.Stop(last = Guid.NewGuid(), Now);
        using CancellationTokenSource first = new(), latest = new();
        using var a = jobs.Register(job, Now, first);
        using var b = jobs.Register(last, Now, latest);
        Assert.Equal((false, true), (first.IsCancellationRequested, latest.IsCancellationRequested));
    }
}

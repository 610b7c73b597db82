using Trawl.Crawler.Stopping;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.Stopping;

public sealed class StoppedJobsTests
{
    private readonly ManualTime time = new();
    private readonly Guid job = Guid.NewGuid();

    [Fact]
    public void A_stop_reaches_every_batch_of_the_job_and_no_other()
    {
        var jobs = new StoppedJobs(time);
        using CancellationTokenSource first = new(), second = new(), other = new(), done = new();
        using var a = jobs.Register(job, first);
        using var b = jobs.Register(job, second);
        using var c = jobs.Register(Guid.NewGuid(), other);
        jobs.Register(job, done).Dispose();
        jobs.Stop(job);
        Assert.Equal((true, true, false, false), (first.IsCancellationRequested, second.IsCancellationRequested, other.IsCancellationRequested, done.IsCancellationRequested));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public void A_stopped_job_is_remembered_for_an_hour(int minutes, bool stopped)
    {
        var jobs = new StoppedJobs(time);
        jobs.Stop(job);
        time.Advance(TimeSpan.FromMinutes(minutes));
        using var batch = new CancellationTokenSource();
        using var registration = jobs.Register(job, batch);
        Assert.Equal(stopped, batch.IsCancellationRequested);
    }

    [Fact]
    public void However_many_jobs_are_stopped_the_last_ones_are_remembered()
    {
        var jobs = new StoppedJobs(time);
        jobs.Stop(job);
        var last = job;
        for (var i = 0; i < 10_000; i++)
            jobs.Stop(last = Guid.NewGuid());
        using CancellationTokenSource first = new(), latest = new();
        using var a = jobs.Register(job, first);
        using var b = jobs.Register(last, latest);
        Assert.Equal((false, true), (first.IsCancellationRequested, latest.IsCancellationRequested));
    }
}

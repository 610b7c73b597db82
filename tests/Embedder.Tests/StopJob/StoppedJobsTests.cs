using Trawl.Embedder.StopJob;

namespace Trawl.Embedder.Tests.StopJob;

public sealed class StoppedJobsTests
{
    private static readonly Guid Job = Guid.CreateVersion7();
    private static readonly DateTime Noon = DateTime.UtcNow;

    private readonly StoppedJobs jobs = new(TimeProvider.System);

    [Fact]
    public void A_batch_sent_before_the_stop_is_stopped_when_it_comes()
    {
        jobs.Stop(Job, Noon);

        using var batch = jobs.Begin(Job, Noon.AddSeconds(-1));

        Assert.True(batch.Stopped.IsCancellationRequested);
    }

    [Fact]
    public void A_batch_under_way_is_stopped()
    {
        using var batch = jobs.Begin(Job, Noon.AddSeconds(-1));
        Assert.False(batch.Stopped.IsCancellationRequested);

        jobs.Stop(Job, Noon);

        Assert.True(batch.Stopped.IsCancellationRequested);
    }

    [Fact]
    public void A_batch_sent_after_the_stop_belongs_to_a_job_that_runs_again()
    {
        jobs.Stop(Job, Noon);

        using var batch = jobs.Begin(Job, Noon.AddSeconds(1));

        Assert.False(batch.Stopped.IsCancellationRequested);
    }

    [Fact]
    public void Other_jobs_go_on()
    {
        using var batch = jobs.Begin(Guid.CreateVersion7(), Noon.AddSeconds(-1));

        jobs.Stop(Job, Noon);

        Assert.False(batch.Stopped.IsCancellationRequested);
    }

    [Fact]
    public void An_ended_batch_is_not_touched_any_more()
    {
        var batch = jobs.Begin(Job, Noon.AddSeconds(-1));
        batch.Dispose();

        jobs.Stop(Job, Noon);
        batch.Stop();
    }
}

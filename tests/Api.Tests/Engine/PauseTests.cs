using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class PauseTests
{
    [Fact]
    public async Task A_paused_job_is_handed_out_no_more_and_what_workers_have_of_it_counts()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);

        Assert.Equal((CommandResult.Accepted, JobStatus.Paused), await PauseAsync(host, job));
        Assert.Equal((CommandResult.Accepted, JobStatus.Paused), await PauseAsync(host, job));
        workers.Crawl = batch => [.. batch.Pages.Select(p => SimulatedWorkers.Page(batch, p, [])), SimulatedWorkers.Completed(batch)];
        var held = workers.Batches.Single();
        var bus = host.Get<MassTransit.IBus>();
        await bus.Publish(SimulatedWorkers.Page(held, held.Pages[0], ["http://a.test/1", "http://a.test/2"]));
        await bus.Publish(SimulatedWorkers.Completed(held));
        await Eventually.TrueAsync(async () => (await host.JobAsync(job.Id)) is { Completed: 1, Pending: 2, Status: JobStatus.Paused }, EngineHost.Deadline);

        // Another's whole life is long enough for the dispatcher to have looked.
        await host.EndOfAsync((await host.SubmitAsync("http://b.test/")).Id);
        Assert.Equal(0, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from leases where job_id = {job.Id}"));
        Assert.DoesNotContain(workers.EmbedBatches, batch => batch.JobId == job.Id);

        Assert.Equal(CommandResult.Accepted, (await host.CommandAsync((jobs, db) => jobs.ResumeAsync(db, job.Id, default))).Result);
        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 3, 3), (end.Status, end.Completed, end.Documents));
        var log = (await host.LogAsync(job.Id)).ConvertAll(e => e.Type);
        Assert.Equal(1, log.Count(type => type == EventTypes.Paused));
        Assert.True(log.IndexOf(EventTypes.Paused) < log.IndexOf(EventTypes.Resumed));
        await Facts.EventsAsync(host, end);
    }

    [Fact]
    public async Task It_holds_no_place_that_another_could_have_and_is_no_stall()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers, null, ("Jobs:MaxRunning", "1"), ("Jobs:StalledAfter", "00:00:00.2"));
        await host.AwakenAsync();
        var first = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        await PauseAsync(host, first);

        var second = await host.SubmitAsync("http://b.test/");

        // Found stalled by the look that must pass over the paused one.
        await Eventually.TrueAsync(async () => (await host.JobAsync(second.Id)) is { Status: JobStatus.Running, StalledReason: not null }, EngineHost.Deadline);
        Assert.DoesNotContain(EventTypes.Stalled, (await host.LogAsync(first.Id)).Select(e => e.Type));
    }

    [Fact]
    public async Task A_paused_job_is_cancelled_when_its_worker_has_let_go()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        await PauseAsync(host, job);

        Assert.Equal(JobStatus.Cancelling, (await host.CancelAsync(job.Id)).Job!.Status);
        await Eventually.TrueAsync(() => workers.Stopped.Contains(job.Id), EngineHost.Deadline);
        var held = workers.Batches.Single();
        await host.Get<MassTransit.IBus>().Publish(SimulatedWorkers.Completed(held, held.Pages[0].PageId));

        Assert.Equal(JobStatus.Cancelled, (await host.EndOfAsync(job.Id)).Status);
        Assert.Equal([EventTypes.Paused, EventTypes.Cancelling, EventTypes.Cancelled], (await host.LogAsync(job.Id)).TakeLast(3).Select(e => e.Type));
    }

    [Fact]
    public async Task A_job_with_nothing_left_ends_when_it_is_resumed()
    {
        var workers = new SimulatedWorkers { Embed = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.EmbedBatches.IsEmpty, EngineHost.Deadline);
        await PauseAsync(host, job);
        await host.Get<MassTransit.IBus>().Publish(SimulatedWorkers.Embedded(workers.EmbedBatches.Single()));
        await Eventually.TrueAsync(async () => (await host.JobAsync(job.Id)) is { EmbedPending: 0, Status: JobStatus.Paused }, EngineHost.Deadline);

        await host.CommandAsync((jobs, db) => jobs.ResumeAsync(db, job.Id, default));

        Assert.Equal(JobStatus.Completed, (await host.EndOfAsync(job.Id)).Status);
    }

    [Fact]
    public async Task Who_has_asked_something_waits_when_it_is_resumed()
    {
        await using var host = await EngineHost.StartAsync();
        await using var db = await host.ContextAsync();
        var (job, _) = await host.Get<JobLifecycle>().SubmitAsync(db, new NewCustomJob("alice", [], new Api.Jobs.CustomOptions()), default);
        await PauseAsync(host, job);
        await host.ExecuteAsync($"update jobs set questions = 1, open_questions = 1 where id = {job.Id}");

        Assert.Equal(JobStatus.Waiting, (await host.CommandAsync((jobs, context) => jobs.ResumeAsync(context, job.Id, default))).Job!.Status);
    }

    private static async Task<(CommandResult, JobStatus)> PauseAsync(EngineHost host, Job job)
    {
        var (result, after) = await host.CommandAsync((jobs, db) => jobs.PauseAsync(db, job.Id, default));
        return (result, after!.Status);
    }
}

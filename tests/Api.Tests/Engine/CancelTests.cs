using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class CancelTests
{
    [Fact]
    public async Task A_queued_job_is_cancelled_at_once()
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");

        var outcome = await host.CancelAsync(job.Id);

        Assert.Equal((CommandResult.Accepted, JobStatus.Cancelled), (outcome.Result, outcome.Job!.Status));
        Assert.Equal([EventTypes.Queued, EventTypes.Cancelled], (await host.LogAsync(job.Id)).Select(e => e.Type));
        Assert.Equal(CommandResult.WrongStatus, (await host.CancelAsync(job.Id)).Result);
        Assert.Equal(CommandResult.NotFound, (await host.CancelAsync(Guid.NewGuid())).Result);
    }

    [Fact]
    public async Task A_running_job_is_cancelled_when_its_workers_have_let_go_and_keeps_what_was_stored()
    {
        var workers = new SimulatedWorkers();
        // The root is crawled; the batch after it is held until the crawler is told to stop.
        workers.Crawl = batch => batch.Pages[0].Depth == 0
            ? [SimulatedWorkers.Page(batch, batch.Pages[0], ["http://a.test/1", "http://a.test/2"]), SimulatedWorkers.Completed(batch)]
            : [];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => workers.Batches.Count == 2 && !workers.EmbedBatches.IsEmpty, EngineHost.Deadline);
        await Eventually.TrueAsync(async () => (await host.JobAsync(job.Id)).Embedded == 2, EngineHost.Deadline);

        var outcome = await host.CancelAsync(job.Id);
        Assert.Equal(JobStatus.Cancelling, outcome.Job!.Status);
        await Eventually.TrueAsync(() => workers.Stopped.Contains(job.Id), EngineHost.Deadline);
        Assert.Equal(JobStatus.Cancelling, (await host.JobAsync(job.Id)).Status);
        var held = workers.Batches.Last();
        await host.Get<MassTransit.IBus>().Publish(SimulatedWorkers.Completed(held, [.. held.Pages.Select(p => p.PageId)]));

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Cancelled, 1, 2, 3), (end.Status, end.Documents, end.Skipped, end.Total));
        Assert.Equal([EventTypes.Cancelling, EventTypes.Cancelled], (await host.LogAsync(job.Id)).TakeLast(2).Select(e => e.Type));
        await Facts.EventsAsync(host, end);
    }

    [Fact]
    public async Task What_comes_after_the_end_changes_nothing()
    {
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Graph = TestGraph.Random(new Random(5), 10, 2) });
        await host.AwakenAsync();
        var job = await host.EndOfAsync((await host.SubmitAsync(host.Workers.Graph!.Root)).Id);

        foreach (var batch in host.Workers.Batches)
        {
            await host.Get<MassTransit.IBus>().Publish(host.Workers.Result(batch, batch.Pages[0]));
            await host.Get<MassTransit.IBus>().Publish(SimulatedWorkers.Completed(batch));
        }

        // Another job's whole life is long enough for those messages to have been taken.
        await host.EndOfAsync((await host.SubmitAsync(host.Workers.Graph.Root)).Id);
        var after = await host.JobAsync(job.Id);
        Assert.Equal((job.Version, job.Seq, job.Completed, job.Chunks), (after.Version, after.Seq, after.Completed, after.Chunks));
    }

    [Fact]
    public async Task Deleting_a_source_cancels_its_jobs_and_leaves_their_rows()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var running = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);

        await using (var db = await host.ContextAsync())
            Assert.True(await host.Get<JobLifecycle>().DeleteSourceAsync(db, running.SourceId!.Value, default));

        var batch = workers.Batches.Single();
        await host.Get<MassTransit.IBus>().Publish(SimulatedWorkers.Page(batch, batch.Pages[0], ["http://a.test/1"]));
        await host.Get<MassTransit.IBus>().Publish(SimulatedWorkers.Completed(batch));
        var end = await host.EndOfAsync(running.Id);
        Assert.Equal((JobStatus.Cancelled, null, 0), (end.Status, end.SourceId, end.Documents));
        await using (var db = await host.ContextAsync())
            Assert.False(await host.Get<JobLifecycle>().DeleteSourceAsync(db, running.SourceId!.Value, default));
    }

    [Fact]
    public async Task A_worker_that_died_holds_a_cancel_back_no_longer_than_its_lease()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers, null, ("Jobs:LeaseDuration", "00:00:01"));
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);

        Assert.Equal(JobStatus.Cancelling, (await host.CancelAsync(job.Id)).Job!.Status);

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Cancelled, 1, 0), (end.Status, end.Skipped, end.Processing));
        await Facts.EventsAsync(host, end);
    }

    [Fact]
    public async Task A_cancel_is_taken_and_done_while_the_broker_is_away()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers, null, ("Jobs:LeaseDuration", "00:00:01"));
        await host.AwakenAsync();
        var (running, queued) = (await host.SubmitAsync("http://a.test/"), default(Job));
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        await host.Get<MassTransit.IBusControl>().StopAsync();
        queued = await host.SubmitAsync("http://b.test/");

        Assert.Equal(CommandResult.Accepted, (await host.CancelAsync(running.Id)).Result);
        Assert.Equal(CommandResult.Accepted, (await host.CancelAsync(queued.Id)).Result);

        Assert.Equal(JobStatus.Cancelled, (await host.EndOfAsync(running.Id)).Status);
        Assert.Equal(JobStatus.Cancelled, (await host.EndOfAsync(queued.Id)).Status);
    }

    [Theory]
    [InlineData(JobStatus.Paused)]
    [InlineData(JobStatus.Waiting)]
    public async Task What_no_worker_holds_is_cancelled_when_it_answers(JobStatus status)
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await host.ExecuteAsync($"update jobs set status = {(int)status} where id = {job.Id}");

        Assert.Equal(JobStatus.Cancelled, (await host.CancelAsync(job.Id)).Job!.Status);
        Assert.Equal([EventTypes.Cancelling, EventTypes.Cancelled], (await host.LogAsync(job.Id)).TakeLast(2).Select(e => e.Type));
    }

    [Fact]
    public async Task A_hundred_thousand_pending_pages_are_dropped_with_the_job()
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await host.ExecuteAsync(
            $"""
            insert into pages (job_id, url, url_key, host, depth, status, attempts, unchanged)
            select {job.Id}, 'http://a.test/' || n, gen_random_uuid(), 'a.test', 1, 0, 0, false from generate_series(2, 100000) n
            """);
        await host.ExecuteAsync($"update jobs set total = 100000, pending = 100000 where id = {job.Id}");

        var cancelled = (await host.CancelAsync(job.Id)).Job!;

        Assert.Equal((JobStatus.Cancelled, 100_000, 100_000, 0), (cancelled.Status, cancelled.Total, cancelled.Skipped, cancelled.Pending));
    }

    [Fact]
    public async Task A_source_is_deleted_whatever_its_jobs_are_doing()
    {
        await using var host = await EngineHost.StartAsync();
        var jobs = new Dictionary<JobStatus, Job>();
        foreach (var status in Enum.GetValues<JobStatus>())
        {
            jobs[status] = await host.SubmitAsync("http://a.test/");
            await host.ExecuteAsync($"update jobs set status = {(int)status} where id = {jobs[status].Id}");
            // What runs, or is being cancelled, is with a worker.
            if (status is JobStatus.Running or JobStatus.Cancelling)
                await host.ExecuteAsync($"insert into leases (id, kind, job_id, host, size, concurrency, delay_ms, published, created_at, expires_at) values ({Guid.NewGuid()}, 0, {jobs[status].Id}, 'a.test', 1, 1, 0, true, now(), now() + interval '1 hour')");
        }

        await using (var db = await host.ContextAsync())
            Assert.True(await host.Get<JobLifecycle>().DeleteSourceAsync(db, jobs[JobStatus.Queued].SourceId!.Value, default));

        foreach (var (status, job) in jobs)
        {
            var after = await host.JobAsync(job.Id);
            var expected = status.IsTerminal() ? status : status is JobStatus.Running or JobStatus.Cancelling ? JobStatus.Cancelling : JobStatus.Cancelled;
            Assert.Equal((status, expected, null), (status, after.Status, after.SourceId));
            Assert.True(after.Version > job.Version);
            if (status.IsTerminal())
                Assert.Equal(job.Seq, after.Seq);
        }
    }
}

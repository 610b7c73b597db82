using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class ExpiryTests
{
    [Fact]
    public async Task A_running_job_expires_at_once_and_what_comes_later_changes_nothing()
    {
        var workers = new SimulatedWorkers { Embed = _ => [] };
        workers.Crawl = batch => batch.Pages[0].Depth == 0
            ? [SimulatedWorkers.Page(batch, batch.Pages[0], ["http://a.test/1", "http://a.test/2"]), SimulatedWorkers.Completed(batch)]
            : [];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/", with: o => o with { TtlMinutes = 5 });
        await Eventually.TrueAsync(() => workers.Batches.Count == 2 && !workers.EmbedBatches.IsEmpty, EngineHost.Deadline);

        await DueAsync(host, job.Id);
        var end = await host.EndOfAsync(job.Id);

        Assert.Equal((JobStatus.Expired, 1, 2, 0, 0), (end.Status, end.Completed, end.Skipped, end.Processing, end.EmbedPending));
        Assert.Equal(2, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from pages where job_id = {job.Id} and reason = 'expired' and lease_id is null"));
        var last = (await host.LogAsync(job.Id))[^1];
        Assert.Equal((EventTypes.Expired, 2), (last.Type, last.Data.RootElement.GetProperty("counts").GetProperty("skipped").GetInt32()));
        await Eventually.TrueAsync(() => workers.Stopped.Contains(job.Id), EngineHost.Deadline);
        Assert.Equal(2, await LeasesAsync(host, job.Id));

        var (held, embedding) = (workers.Batches.Last(), workers.EmbedBatches.Last());
        var bus = host.Get<MassTransit.IBus>();
        await bus.Publish(SimulatedWorkers.Page(held, held.Pages[0], ["http://a.test/3"]));
        await bus.Publish(SimulatedWorkers.Completed(held, held.Pages[1].PageId));
        await bus.Publish(SimulatedWorkers.Embedded(embedding));
        await Eventually.TrueAsync(async () => await LeasesAsync(host, job.Id) == 0, EngineHost.Deadline);
        var after = await host.JobAsync(job.Id);
        Assert.Equal((end.Version, end.Seq, end.Completed, end.Total, end.Chunks), (after.Version, after.Seq, after.Completed, after.Total, after.Chunks));
        await Facts.EventsAsync(host, after);
    }

    [Fact]
    public async Task A_job_that_begins_again_while_workers_have_something_of_before_takes_their_pages_and_ends()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        var before = workers.Batches.Single();
        await DueAsync(host, job.Id);
        await host.EndOfAsync(job.Id);

        Assert.Equal(CommandResult.Accepted, (await host.CommandAsync((jobs, db) => jobs.RetryAsync(db, job.Id, default))).Result);
        var bus = host.Get<MassTransit.IBus>();
        await bus.Publish(SimulatedWorkers.Page(before, before.Pages[0], []));
        await bus.Publish(SimulatedWorkers.Completed(before));

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 1), (end.Status, end.Completed));
        await Facts.RunsAsync(host, end, EventTypes.Expired, EventTypes.Completed);
    }

    [Theory]
    [InlineData(JobStatus.Queued)]
    [InlineData(JobStatus.Paused)]
    [InlineData(JobStatus.Waiting)]
    public async Task It_expires_whatever_it_waits_for(JobStatus status)
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await host.ExecuteAsync($"update jobs set status = {(int)status} where id = {job.Id}");
        await DueAsync(host, job.Id);

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Expired, 1, 0), (end.Status, end.Skipped, end.Pending));
        Assert.Equal([EventTypes.Queued, EventTypes.Expired], (await host.LogAsync(job.Id)).Select(e => e.Type));
    }

    [Fact]
    public async Task A_custom_job_expires_with_what_was_not_reported_as_skipped()
    {
        await using var host = await EngineHost.StartAsync();
        await using var db = await host.ContextAsync();
        var (job, _) = await host.Get<JobLifecycle>().SubmitAsync(db, new NewCustomJob("alice", [], new CustomOptions { Total = 5, TtlMinutes = 1 }), default);
        await DueAsync(host, job.Id);

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Expired, 5, 0), (end.Status, end.Skipped, end.Pending));
        await Facts.EventsAsync(host, end);
    }

    [Fact]
    public async Task What_is_being_cancelled_does_not_expire()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var cancelling = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        await host.CancelAsync(cancelling.Id);
        var other = await host.SubmitAsync("http://b.test/");
        await DueAsync(host, cancelling.Id);
        await DueAsync(host, other.Id);

        await host.EndOfAsync(other.Id);
        Assert.Equal(JobStatus.Cancelling, (await host.JobAsync(cancelling.Id)).Status);
    }

    private static Task DueAsync(EngineHost host, Guid job) => host.ExecuteAsync($"update jobs set expires_at = now() where id = {job}");

    private static Task<int> LeasesAsync(EngineHost host, Guid job) => host.ScalarAsync<int>($"select count(*)::int as \"Value\" from leases where job_id = {job}");
}

using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Api.Queue.Order;
using Trawl.Api.Tests.Engine;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Queue.Order;

public sealed class QueueWatchTests
{
    [Fact]
    public async Task A_replica_that_starts_reads_what_is_queued()
    {
        await using var host = await EngineHost.StartAsync();
        var jobs = await host.QueueAsync("alice", 3);
        await using var other = await EngineHost.StartAsync(database: host.Database);
        await other.Get<QueueIndex>().LoadedAsync(default);
        Assert.Equal(jobs, other.Get<QueueIndex>().Slice(0, 10).Select(key => key.Id));
    }

    [Fact]
    public async Task One_whose_connection_was_lost_catches_up_when_it_is_back()
    {
        await using var host = await EngineHost.StartAsync();
        await using var other = await EngineHost.StartAsync(database: host.Database);
        var first = (await host.QueueAsync("alice", 1))[0];
        await SameAsync(other, [first]);

        // Both hear no more; both try again after a second.
        await host.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()");
        await host.CancelAsync(first);
        var second = (await host.QueueAsync("bob", 1))[0];

        await SameAsync(other, [second]);
        await SameAsync(host, [second]);
    }

    [Fact]
    public async Task What_was_rolled_back_was_never_queued_and_what_another_transaction_commits_is_known_with_it()
    {
        await using var host = await EngineHost.StartAsync();
        await using var db = await host.ContextAsync();
        await using (await db.Database.BeginTransactionAsync())
            await SubmitAsync(host, db);
        Assert.Equal(0, host.Get<QueueIndex>().Count);

        await using var transaction = await db.Database.BeginTransactionAsync();
        var job = await SubmitAsync(host, db);
        Assert.Equal(0, host.Get<QueueIndex>().Count);
        await transaction.CommitAsync();
        Assert.Equal(job.Id, Assert.Single(host.Get<QueueIndex>().Slice(0, 10)).Id);
    }

    private static Task<Job> SubmitAsync(EngineHost host, TrawlDbContext db)
    {
        var job = new NewJob("alice", JobPriority.Normal, [], new CrawlOptions { Urls = ["http://a.test/"], UseSitemap = false });
        return host.Get<JobLifecycle>().SubmitAsync(db, job, default);
    }

    private static Task SameAsync(EngineHost host, Guid[] jobs) =>
        Eventually.TrueAsync(() => host.Get<QueueIndex>().Slice(0, 10).Select(key => key.Id).SequenceEqual(jobs), EngineHost.Deadline);
}

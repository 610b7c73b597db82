using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Dispatch;
using Trawl.Api.Dispatch.Care;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Api.Queue;
using Trawl.Api.Queue.Order;
using Trawl.Api.Tests.Engine;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Tests.Queue;

/// <summary>What each step reads, counted by the database: as much with thirty thousand queued jobs as with three hundred.</summary>
public sealed class QueueCostTests
{
    private sealed record Read(string Step, long Rows);

    [Fact]
    public async Task No_step_reads_more_rows_when_a_hundred_times_as_many_wait()
    {
        await using var few = await EngineHost.StartAsync(settings: ("Jobs:MaxRunning", "20"));
        await few.FillAsync(300);
        await using var many = await EngineHost.StartAsync(settings: ("Jobs:MaxRunning", "20"));
        await many.FillAsync(30_000);

        var (little, much) = (await AllAsync(few), await AllAsync(many));

        Assert.Equal(little.ConvertAll(read => read.Step), much.ConvertAll(read => read.Step));
        foreach (var (before, after) in little.Zip(much))
            Assert.True(after.Rows <= (before.Rows * 3) + 50, $"{after.Step}: {before.Rows} rows, then {after.Rows}");
    }

    private static async Task<List<Read>> AllAsync(EngineHost host)
    {
        var options = new CrawlOptions { Urls = ["http://a.test/"], UseSitemap = false };
        var job = await host.SubmitAsync("http://b.test/", "user7");
        return
        [
            await CountAsync(host, "submit", db => host.Get<JobLifecycle>().SubmitAsync(db, new NewJob("user7", JobPriority.Normal, [], options), default)),
            await CountAsync(host, "place", db => host.Get<QueuePlaces>().OfAsync(job, default)),
            await CountAsync(host, "a page of all", db => QueueRows.NextAsync(db, 51, host.Get<QueueIndex>().Slice(150, 1)[0], null, default)),
            await CountAsync(host, "a page of one's own", db => QueueRows.NextAsync(db, 51, null, "user7", default)),
            await CountAsync(host, "admission", async db => Assert.Equal(20, await AdmitAsync(host, db))),
            // One that has told nobody yet: the host's own has told as many as it had turns.
            await CountAsync(host, "notices", db => new QueueNotices(host.Get<QueuePlaces>(), host.Get<QueueIndex>(), host.Get<IEventPublisher>(), TimeProvider.System).RunAsync(db, default)),
            await CountAsync(host, "ageing", db => host.Get<AdmissionAgeing>().RunAsync(db, default)),
        ];
    }

    private static async Task<int> AdmitAsync(EngineHost host, TrawlDbContext db)
    {
        db.Add(new Worker { Id = "w", Slots = 100, LastSeen = DateTimeOffset.UtcNow.AddMinutes(1), StartedAt = DateTimeOffset.UtcNow, Version = "1", Models = System.Text.Json.JsonDocument.Parse("[]") });
        await db.SaveChangesAsync();
        host.Get<Trawl.Api.Workers.LiveWorkers>().Forget();
        return await host.Get<Admission>().RunAsync(db, new DispatchState(), default);
    }

    /// <summary>In a transaction that is rolled back: the database counts what it has read by transaction.</summary>
    private static async Task<Read> CountAsync(EngineHost host, string step, Func<TrawlDbContext, Task> run)
    {
        await using var db = await host.ContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // The session may have read before, in transactions that it has not accounted for yet.
        var before = await ReadAsync(db);
        await run(db);
        return new Read(step, await ReadAsync(db) - before);
    }

    private static async Task<long> ReadAsync(TrawlDbContext db)
    {
        var rows = await db.Database.SqlQuery<long>(
            $"select seq_tup_read + coalesce(idx_tup_fetch, 0) as \"Value\" from pg_stat_xact_user_tables where relname = 'jobs'").ToListAsync();
        return rows[0];
    }
}

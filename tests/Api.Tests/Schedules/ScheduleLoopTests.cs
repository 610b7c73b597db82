using Npgsql;
using Trawl.Api.Schedules;
using Trawl.Api.Tests.Engine;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Schedules;

public sealed class ScheduleLoopTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task It_wakes_when_the_next_run_is_due()
    {
        await using var gardens = await Gardens.StartAsync();
        gardens.Options.CheckInterval = TimeSpan.FromDays(1);
        var source = await gardens.AddAsync(Gardens.Hourly, gardens.Now + (10 * Minute));
        await RunAsync(gardens, async _ => (await gardens.JobsAsync(source)).Count == 1);
        Assert.InRange(gardens.Now, source.NextRunAt!.Value, source.NextRunAt.Value.AddHours(23));
    }

    [Fact]
    public async Task It_looks_at_once_when_a_schedule_was_changed()
    {
        await using var gardens = await Gardens.StartAsync();
        using var loop = gardens.NewLoop();
        await loop.StartAsync(default);
        var source = await gardens.AddAsync(Gardens.Hourly, gardens.Now);
        loop.Wake();
        await Eventually.TrueAsync(async () => (await gardens.JobsAsync(source)).Count == 1, EngineHost.Deadline);
        await loop.StopAsync(default);
    }

    [Fact]
    [Trait("Seed", "S4.24")]
    public async Task It_looks_for_stale_sources_hourly()
    {
        await using var gardens = await Gardens.StartAsync();
        var start = gardens.Now;
        // Stale in ten minutes, so not yet at the check with which it begins.
        var source = await gardens.AddAsync(with: source => source.LastCrawledAt = start - gardens.Options.StaleAfter + (10 * Minute));
        await RunAsync(gardens, async _ => (await gardens.JobsAsync(source)).Count == 1);
        Assert.True(gardens.Now >= start.AddHours(1), $"{gardens.Now:u}");
    }

    [Fact]
    public async Task It_goes_on_when_the_database_was_away()
    {
        var server = await PostgresServer.CreateDatabaseAsync();
        var database = new NpgsqlConnectionStringBuilder(await PostgresServer.CreateDatabaseAsync());
        await using var gardens = await Gardens.StartAsync(database.ConnectionString);
        var source = await gardens.AddAsync(Gardens.Hourly, gardens.Now + (10 * Minute));
        await using var administration = NpgsqlDataSource.Create(server);

        await RunAsync(gardens, async begun =>
        {
            if (begun)
                await ExecuteAsync($"alter database {database.Database} allow_connections false; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database.Database}'");
            if (gardens.Now < source.NextRunAt!.Value + (10 * Minute))
                return false;
            await ExecuteAsync($"alter database {database.Database} allow_connections true");
            return (await gardens.JobsAsync(source)).Count == 1;
        });

        async Task ExecuteAsync(string sql)
        {
            await using var command = administration.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Lets time pass, by the minute, until it is so.</summary>
    /// <param name="done">Is told when it is asked for the first time.</param>
    private static async Task RunAsync(Gardens gardens, Func<bool, Task<bool>> done)
    {
        using var loop = gardens.NewLoop();
        await loop.StartAsync(default);
        var begun = true;
        await Eventually.TrueAsync(
            async () =>
            {
                var over = await done(begun);
                begun = false;
                if (!over)
                    gardens.Time.Advance(Minute);
                return over;
            },
            EngineHost.Deadline);
        await loop.StopAsync(default);
    }
}

using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;
using Trawl.Api.Tests.Http;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Schedules;

/// <summary>Three replicas over one database, all looking all the time.</summary>
public sealed class ReplicasTests : IAsyncLifetime
{
    private const int Users = 5;
    private const int Sources = 50;
    private readonly List<WebApplication> _replicas = [];

    public async Task InitializeAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        for (var i = 0; i < 3; i++)
            _replicas.Add(await RestHost.StartAsync(
                database, ("Schedules:CheckInterval", "00:00:00.020"), ("Schedules:StaleCheckInterval", "00:00:00.020"), ("Schedules:StaleAfter", "1.00:00:00")));
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.StopAsync();
            await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task Each_due_run_is_made_once()
    {
        await AddAsync(user => Gardens.Crawled(user, Gardens.Hourly, null));
        for (var round = 1; round <= 2; round++)
        {
            await using var db = await DatabaseAsync();
            await db.Database.ExecuteSqlAsync($"update jobs set status = 10");
            await db.Database.ExecuteSqlAsync($"update sources set next_run_at = now() - interval '30 minutes'");
            await Eventually.TrueAsync(async () => !await db.Sources.AnyAsync(source => source.NextRunAt <= DateTimeOffset.UtcNow), EngineHost.Deadline);
            await AssertOnceAsync(db, round);
        }
    }

    [Fact]
    [Trait("Seed", "S4.24")]
    public async Task Each_stale_source_is_refreshed_once()
    {
        await AddAsync(user =>
        {
            var source = Gardens.Crawled(user, null, null);
            source.LastCrawledAt = DateTimeOffset.UtcNow.AddDays(-2);
            return source;
        });
        await using var db = await DatabaseAsync();
        await Eventually.TrueAsync(async () => await db.Jobs.CountAsync() >= Sources, EngineHost.Deadline);
        await AssertOnceAsync(db, 1);
    }

    [Fact]
    public async Task A_schedule_that_is_set_by_REST_wakes_the_replica_that_set_it()
    {
        await using var sleeper = await RestHost.StartAsync(await PostgresServer.CreateDatabaseAsync(), ("Schedules:CheckInterval", "1.00:00:00"));
        await using var db = await sleeper.Services.GetRequiredService<IDbContextFactory<TrawlDbContext>>().CreateDbContextAsync();
        var (due, other) = (Gardens.Crawled("alice", Gardens.Hourly, DateTimeOffset.UtcNow), Gardens.Crawled("alice", null, null));
        db.AddRange(due, other);
        await db.SaveChangesAsync();
        using var http = new HttpClient { BaseAddress = RestHost.AddressOf(sleeper), DefaultRequestHeaders = { { "X-User-Id", "alice" } } };

        using var answer = await http.PatchAsJsonAsync($"/api/sources/{other.Id}", new { schedule = new { everyMinutes = 5 } });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Eventually.TrueAsync(async () => await db.Jobs.AnyAsync(job => job.SourceId == due.Id), EngineHost.Deadline);
        await sleeper.StopAsync();
    }

    private async Task AddAsync(Func<string, Source> source)
    {
        await using var db = await DatabaseAsync();
        db.AddRange(Enumerable.Range(0, Sources).Select(i => source($"user-{i % Users}")));
        await db.SaveChangesAsync();
    }

    private static async Task AssertOnceAsync(TrawlDbContext db, int rounds)
    {
        var jobs = await db.Jobs.AsNoTracking().ToListAsync();
        Assert.Equal(Sources, jobs.GroupBy(job => job.SourceId).Count());
        Assert.All(jobs.GroupBy(job => job.SourceId), source => Assert.Equal(rounds, source.Count()));
        var told = await db.Events.Where(e => e.Channel.StartsWith("user:") && e.Type == "queued").GroupBy(e => e.Channel).Select(e => e.Count()).ToListAsync();
        Assert.Equal(Enumerable.Repeat(rounds * Sources / Users, Users), told);
    }

    private async Task<TrawlDbContext> DatabaseAsync() => await _replicas[0].Services.GetRequiredService<IDbContextFactory<TrawlDbContext>>().CreateDbContextAsync();
}

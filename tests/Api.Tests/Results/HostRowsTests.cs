using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Leases;
using Trawl.Api.Results;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Results;

public sealed class HostRowsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task A_host_that_asks_for_less_is_left_alone_twice_as_long_each_time_up_to_five_minutes()
    {
        await using var host = await EngineHost.StartAsync();
        var now = Start;
        foreach (var expected in (int[])[1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        {
            await ToldAsync(host, now, (429, null));
            var row = await RowAsync(host);
            Assert.Equal((expected * 1000, "rate_limited"), (row.BackOffMs, row.BackOffReason));
            // Not all who were sent away at once are back at once.
            Assert.InRange((row.NotBefore!.Value - now).TotalSeconds, expected * 0.75, expected * 1.25);
            now = row.NotBefore.Value;
        }
    }

    [Fact]
    public async Task What_is_heard_while_it_rests_belongs_to_the_same_time()
    {
        await using var host = await EngineHost.StartAsync();
        await ToldAsync(host, Start, (503, null), (429, null));
        await ToldAsync(host, Start.AddMilliseconds(100), (503, null));
        await ToldAsync(host, Start.AddMilliseconds(200), (503, null));
        Assert.Equal(1000, (await RowAsync(host)).BackOffMs);
    }

    [Theory]
    [InlineData(429, 7_000, 7, "rate_limited")]
    [InlineData(503, 7_000, 7, "unavailable")]
    [InlineData(503, 86_400_000, 3600, "unavailable")]
    [InlineData(500, 7_000, 7, null)]
    [InlineData(null, 30_000, 30, null)]
    public async Task Retry_After_is_never_undercut_whatever_status_it_came_with(int? status, int retryAfterMs, int seconds, string? reason)
    {
        await using var host = await EngineHost.StartAsync();
        await ToldAsync(host, Start, (status, retryAfterMs), (status, 1));
        var row = await RowAsync(host);
        Assert.Equal((Start.AddSeconds(seconds), reason, reason is null ? 0 : 1000), (row.NotBefore, row.BackOffReason, row.BackOffMs));
    }

    [Theory]
    [InlineData(404, null, false)]
    [InlineData(500, null, false)]
    [InlineData(null, null, false)]
    [InlineData(500, 1, true)]
    [InlineData(429, null, true)]
    public void Only_some_failures_say_something_of_the_host(int? status, int? retryAfterMs, bool concernsHost) =>
        Assert.Equal(concernsHost, Retries.ConcernsHost(RetriesTests.Failed(status, retryAfterMs)));

    [Theory]
    [InlineData(0, 3, 3, "unreachable")]
    [InlineData(1, 3, 3, null)]
    [InlineData(0, 3, 2, null)]
    [InlineData(0, 0, 0, null)]
    public async Task A_host_that_leaves_a_whole_batch_unanswered_is_left_alone(int crawled, int failed, int unanswered, string? reason)
    {
        await using var host = await EngineHost.StartAsync();
        await RunAsync(host, batch => HostRows.Unreachable(batch, Completed(crawled, failed) with { Unanswered = unanswered }, Start));
        await using var db = await host.ContextAsync();
        Assert.Equal(reason, (await db.Hosts.SingleOrDefaultAsync())?.BackOffReason);
    }

    [Fact]
    public async Task Each_batch_that_goes_well_halves_it_and_one_that_does_not_leaves_it()
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await host.ExecuteAsync($"insert into hosts (name, back_off_ms, back_off_reason, not_before) values ('a.test', 5000, 'unavailable', {Start})");

        await BatchAsync(Start.AddSeconds(-1), 5000);
        await BatchAsync(Start.AddSeconds(1), 2500);
        await BatchAsync(Start.AddSeconds(2), 1250);
        await BatchAsync(Start.AddSeconds(3), 0);
        Assert.Null((await RowAsync(host)).BackOffReason);

        async Task BatchAsync(DateTimeOffset now, int left)
        {
            await LeaseAsync(host, job.Id, size: 0, delayMs: 0);
            await RunAsync(host, batch => LeaseRows.Over(batch, Completed(2, 0), 0, now, TimeSpan.FromMinutes(2)));
            Assert.Equal(left, (await RowAsync(host)).BackOffMs);
        }
    }

    [Theory]
    [InlineData(200, null, 200)]
    [InlineData(0, 500, 500)]
    [InlineData(200, 500, 500)]
    [InlineData(0, null, null)]
    public async Task After_a_batch_the_host_rests_for_the_longest_delay_that_is_known_by_then(int delayMs, int? crawlDelayMs, int? rest)
    {
        await using var host = await EngineHost.StartAsync();
        await LeaseAsync(host, (await host.SubmitAsync("http://a.test/")).Id, size: 1, delayMs);
        await RunAsync(host, batch => LeaseRows.Over(batch, Completed(1, 0) with { RobotsCrawlDelayMs = crawlDelayMs }, 0, Start, TimeSpan.FromMinutes(2)));
        await using var db = await host.ContextAsync();
        Assert.Equal(rest is { } ms ? Start.AddMilliseconds(ms) : null, (await db.Hosts.SingleOrDefaultAsync())?.NotBefore);
        // Its one result is still to come: the host is free, the lease is there.
        Assert.Equal((null, 0, 1), ((await db.Leases.SingleAsync()).Host, (await db.Leases.SingleAsync()).Concurrency, (await db.Leases.SingleAsync()).Size));
    }

    [Fact]
    public async Task Where_pages_failed_the_host_is_held_until_it_is_known_of_what()
    {
        await using var host = await EngineHost.StartAsync();
        var lease = await LeaseAsync(host, (await host.SubmitAsync("http://a.test/")).Id, size: 2, delayMs: 300);

        await RunAsync(host, batch => LeaseRows.Over(batch, Completed(1, 1), 0, Start, TimeSpan.FromMinutes(2)));
        await using (var db = await host.ContextAsync())
        {
            Assert.Equal(("a.test", 0), ((await db.Leases.SingleAsync()).Host, (await db.Leases.SingleAsync()).Concurrency));
            Assert.False(await db.Hosts.AnyAsync());
        }

        await RunAsync(host, batch => LeaseRows.Settle(batch, [new(lease, 2)], Start.AddSeconds(1), TimeSpan.FromMinutes(2)));
        await using (var db = await host.ContextAsync())
            Assert.False(await db.Leases.AnyAsync());
        Assert.Equal(Start.AddSeconds(1.3), (await RowAsync(host)).NotBefore);
    }

    [Fact]
    public async Task A_batch_is_not_over_with_its_last_result()
    {
        await using var host = await EngineHost.StartAsync();
        var lease = await LeaseAsync(host, (await host.SubmitAsync("http://a.test/")).Id, size: 1, delayMs: 0);
        await RunAsync(host, batch => LeaseRows.Settle(batch, [new(lease, 1)], Start, TimeSpan.FromMinutes(2)));
        await using var db = await host.ContextAsync();
        var left = await db.Leases.SingleAsync();
        Assert.Equal(("a.test", 4, Start.AddMinutes(2)), (left.Host, left.Concurrency, left.ExpiresAt));
    }

    [Fact]
    public async Task Speed_is_not_measured_by_pauses()
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await RunAsync(host, batch => HostRows.Measure(batch, Completed(2, 0) with { RobotsCrawlDelayMs = 500 }));
        Assert.Equal((null, 500), ((await RowAsync(host)).MsPerPage, (await RowAsync(host)).CrawlDelayMs));
        await LeaseAsync(host, job.Id, size: 1, delayMs: 100);
        await RunAsync(host, batch => HostRows.Measure(batch, Completed(2, 0)));
        Assert.Null((await RowAsync(host)).MsPerPage);
        await host.ExecuteAsync($"delete from leases");
        await RunAsync(host, batch => HostRows.Measure(batch, Completed(2, 0)));
        Assert.Equal(50, (await RowAsync(host)).MsPerPage);
    }

    private static readonly Guid LeaseId = Guid.NewGuid();

    private static async Task<Guid> LeaseAsync(EngineHost host, Guid jobId, int size, int delayMs)
    {
        await host.ExecuteAsync($"insert into leases (id, kind, job_id, host, size, concurrency, delay_ms, published, created_at, expires_at) values ({LeaseId}, 0, {jobId}, 'a.test', {size}, 4, {delayMs}, true, now(), now() + interval '1 hour')");
        return LeaseId;
    }

    private static CrawlBatchCompleted Completed(int crawled, int failed) => new()
    {
        BatchId = LeaseId, JobId = Guid.NewGuid(), Host = "a.test", Crawled = crawled, Failed = failed, NotFetched = [], DurationMs = 100, WorkerId = "w",
    };

    private static Task ToldAsync(EngineHost host, DateTimeOffset now, params (int? Status, int? RetryAfterMs)[] pages) =>
        RunAsync(host, batch => HostRows.Rest(batch, [.. pages.Select(p => ("a.test", (PageFailed?)RetriesTests.Failed(p.Status, p.RetryAfterMs)))], now));

    private static async Task RunAsync(EngineHost host, Action<Npgsql.NpgsqlBatch> add)
    {
        await using var db = await host.ContextAsync();
        await db.Database.OpenConnectionAsync();
        await using var batch = db.CreateBatch();
        add(batch);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync();
    }

    private static async Task<Api.Database.Host> RowAsync(EngineHost host)
    {
        await using var db = await host.ContextAsync();
        return await db.Hosts.AsNoTracking().SingleAsync();
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Schedules;
using Trawl.Api.Tests.Engine;
using Trawl.Api.Tests.Http;
using Trawl.ServiceDefaults.Json;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Schedules;

/// <summary>
/// Sources that have been crawled, and the schedules slice over them by a clock of the test's own. It is generations ahead of the
/// host's, whose own loop therefore finds nothing to do.
/// </summary>
internal sealed class Gardens : IAsyncDisposable
{
    public const string Hourly = """{"everyMinutes":60}""";

    private Gardens(EngineHost host)
    {
        Host = host;
        Time.Advance(TimeSpan.FromDays(36_500));
    }

    public EngineHost Host { get; }

    public ManualTime Time { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    public SchedulesOptions Options { get; } = new();

    public DueRuns Due => field ??= new DueRuns(Contexts, Host.Get<JobLifecycle>(), Time, NullLogger<DueRuns>.Instance);

    public StaleCheck Stale => field ??= new StaleCheck(
        Contexts, Host.Get<JobLifecycle>(), Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<StaleCheck>.Instance);

    private IDbContextFactory<TrawlDbContext> Contexts => Host.Get<IDbContextFactory<TrawlDbContext>>();

    public static async Task<Gardens> StartAsync(string? database = null) => new(await EngineHost.StartAsync(database: database));

    public ScheduleLoop NewLoop() =>
        new(Due, Stale, Host.Get<DatabaseReady>(), Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<ScheduleLoop>.Instance);

    public async Task<Source> AddAsync(string? schedule = null, DateTimeOffset? due = null, Action<Source>? with = null)
    {
        var source = Crawled("alice", schedule, due);
        with?.Invoke(source);
        await using var db = await Host.ContextAsync();
        db.Add(source);
        await db.SaveChangesAsync();
        return source;
    }

    public static Source Crawled(string user, string? schedule, DateTimeOffset? due)
    {
        var source = Rows.Source(user);
        source.Options = JsonSerializer.SerializeToDocument(new CrawlOptions { Urls = source.Urls }, TrawlJson.Options);
        source.Schedule = schedule is null ? null : JsonDocument.Parse(schedule);
        source.NextRunAt = due;
        return source;
    }

    public async Task<List<Job>> JobsAsync(Source source)
    {
        await using var db = await Host.ContextAsync();
        return await db.Jobs.AsNoTracking().Where(job => job.SourceId == source.Id).OrderBy(job => job.Id).ToListAsync();
    }

    public async Task<DateTimeOffset?> NextRunAsync(Source source)
    {
        await using var db = await Host.ContextAsync();
        return (await db.Sources.AsNoTracking().SingleAsync(s => s.Id == source.Id)).NextRunAt;
    }

    /// <summary>The source's jobs are over.</summary>
    public Task EndJobsAsync(Source source) => Host.ExecuteAsync($"update jobs set status = 10 where source_id = {source.Id}");

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

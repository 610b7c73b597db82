using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

/// <summary>The engine over a real database of its own, with the in-memory bus and simulated workers.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly WebApplication _app;

    private EngineHost(WebApplication app, string database, SimulatedWorkers workers, RecordingPublisher published) =>
        (_app, Database, Workers, Published) = (app, database, workers, published);

    public string Database { get; }
    public SimulatedWorkers Workers { get; }
    public RecordingPublisher Published { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<EngineHost> StartAsync(SimulatedWorkers? workers = null, string? database = null, params (string Key, string Value)[] settings)
    {
        database ??= await MigratedDatabase.CreateAsync();
        workers ??= new SimulatedWorkers();
        var published = new RecordingPublisher();
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        // They give one sign of life, and are not to be missed before the test is over.
        builder.Configuration["Jobs:WorkerTimeout"] = "01:00:00";
        builder.Configuration.AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)).Append(new("ConnectionStrings:Database", database))
                .Append(new("Logging:LogLevel:Default", "Error")).Append(new("Auth:Mode", "development")));
        builder.AddServiceDefaults("api");
        builder.AddTrawlDatabase();
        builder.AddEngine();
        builder.Services.AddSingleton(workers);
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<SimulatedCrawler>();
            bus.AddConsumer<SimulatedEmbedder>();
            bus.AddConsumer<SimulatedStop>();
        });
        builder.AddMessaging(allowInMemory: true);
        builder.Services.RemoveAll<IEventPublisher>();
        builder.Services.AddSingleton<IEventPublisher>(published);
        var app = builder.Build();
        await app.StartAsync();
        var host = new EngineHost(app, database, workers, published);
        await host.Get<DatabaseReady>().WaitAsync(new CancellationTokenSource(Deadline).Token);
        return host;
    }

    /// <summary>Crawlers and embedders are there.</summary>
    public async Task AwakenAsync(int crawlerSlots = 16, int embedderSlots = 2)
    {
        await Get<IBus>().Publish(SimulatedWorkers.Heartbeat(WorkerKind.Crawler, crawlerSlots));
        await Get<IBus>().Publish(SimulatedWorkers.Heartbeat(WorkerKind.Embedder, embedderSlots));
        await Eventually.TrueAsync(async () => await ScalarAsync<long>($"select count(*) as \"Value\" from workers") == 2, Deadline);
    }

    public async Task<Job> SubmitAsync(string url, string user = "alice", JobPriority priority = JobPriority.Normal, Func<CrawlOptions, CrawlOptions>? with = null)
    {
        await using var db = await ContextAsync();
        // Without sitemaps: most tests are of pages.
        var options = new CrawlOptions { Urls = [url], MaxPages = 10_000, MaxDepth = 100, UseSitemap = false };
        return await Get<JobLifecycle>().SubmitAsync(db, new NewJob(user, priority, [], with?.Invoke(options) ?? options), default);
    }

    public Task<CommandOutcome> CancelAsync(Guid jobId) => CommandAsync((jobs, db) => jobs.CancelAsync(db, jobId, default));

    public async Task<CommandOutcome> CommandAsync(Func<JobLifecycle, TrawlDbContext, Task<CommandOutcome>> command)
    {
        await using var db = await ContextAsync();
        return await command(Get<JobLifecycle>(), db);
    }

    /// <summary>When it waits for an answer.</summary>
    public async Task<Job> WaitingAsync(Guid jobId)
    {
        await Eventually.TrueAsync(async () => (await JobAsync(jobId)).Status == JobStatus.Waiting, Deadline);
        return await JobAsync(jobId);
    }

    public async Task<List<Clarification>> QuestionsAsync(Guid jobId)
    {
        await using var db = await ContextAsync();
        return await db.Clarifications.AsNoTracking().Where(c => c.JobId == jobId).OrderBy(c => c.CreatedAt).ThenBy(c => c.Kind).ToListAsync();
    }

    /// <summary>Answers an open question of a kind; the status of what REST would say.</summary>
    public async Task<int?> AnswerAsync(Guid jobId, ClarificationKind kind, string answer)
    {
        var question = (await QuestionsAsync(jobId)).Last(q => q.Kind == kind);
        await using var db = await ContextAsync();
        var result = await Get<Answers>().TakeAsync(db, new Caller("alice", IsAdmin: false), jobId, question.Id, answer, default);
        return ((IStatusCodeHttpResult)result).StatusCode;
    }

    public async Task<Job> JobAsync(Guid id)
    {
        await using var db = await ContextAsync();
        return await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == id);
    }

    public async Task<Job> EndOfAsync(Guid id)
    {
        Job? job = null;
        try
        {
            await Eventually.TrueAsync(async () => (job = await JobAsync(id)).Status.IsTerminal(), Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{job!.Status} {job.Stage}: pending {job.Pending}, processing {job.Processing}, completed {job.Completed}, to embed {job.EmbedPending}");
        }

        return job!;
    }

    public Task<TrawlDbContext> ContextAsync() => Get<IDbContextFactory<TrawlDbContext>>().CreateDbContextAsync();

    public async Task<T> ScalarAsync<T>(FormattableString sql)
    {
        await using var db = await ContextAsync();
        return (await db.Database.SqlQuery<T>(sql).ToListAsync())[0];
    }

    public async Task ExecuteAsync(FormattableString sql)
    {
        await using var db = await ContextAsync();
        await db.Database.ExecuteSqlAsync(sql);
    }

    public async Task<List<LoggedEvent>> LogAsync(string channel)
    {
        await using var db = await ContextAsync();
        return await db.Events.AsNoTracking().Where(e => e.Channel == channel).OrderBy(e => e.Seq).ToListAsync();
    }

    public Task<List<LoggedEvent>> LogAsync(Guid jobId) => LogAsync(ChannelNames.Job(jobId));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

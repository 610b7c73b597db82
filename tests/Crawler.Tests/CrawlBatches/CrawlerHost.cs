using System.Collections.Concurrent;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trawl.Contracts.Crawling;
using Trawl.Contracts.Workers;
using Trawl.Crawler.Tests.Sites;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Crawler.Tests.CrawlBatches;

/// <summary>A whole Crawler on the in-memory transport, and everything that it says.</summary>
internal sealed class CrawlerHost : IAsyncDisposable, IEventPublisher, IPublishObserver
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly WebApplication app;

    private CrawlerHost(WebApplication app, Recorder said) => (this.app, Said) = (app, said);

    public Recorder Said { get; }
    public ConcurrentQueue<JsonElement> Events { get; } = new();

    /// <summary>What the broker has taken. On the way out nobody may be left to receive it here.</summary>
    public ConcurrentQueue<object> Published { get; } = new();
    public IServiceProvider Services => app.Services;
    public IBus Bus => app.Services.GetRequiredService<IBus>();

    public static async Task<CrawlerHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Crawler:AllowPrivateNetworks", (string?)"true"), KeyValuePair.Create("urls", (string?)"http://127.0.0.1:0")]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new ServiceInstance("crawler"));
        var said = new Recorder();
        builder.Services.AddSingleton(said);
        builder.Services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = true);
        builder.AddCrawler();
        builder.AddMessagingModule(bus => bus.AddConsumer<Recorder>().Endpoint(endpoint => endpoint.ConcurrentMessageLimit = 1));
        builder.AddMessaging(allowInMemory: true);
        CrawlerHost? host = null;
        builder.Services.AddSingleton<IEventPublisher>(_ => host!);
        host = new CrawlerHost(builder.Build(), said);
        host.Bus.ConnectPublishObserver(host);
        await host.app.StartAsync();
        return host;
    }

    public static CrawlBatch Batch(Site site, params string[] paths) => new()
    {
        BatchId = Guid.CreateVersion7(),
        JobId = Guid.CreateVersion7(),
        UserId = "alice",
        Host = site.Host,
        Pages = [.. paths.Select((path, i) => new PageToCrawl { PageId = i + 1, Url = site.Url + path, Depth = 0 })],
        Scope = new CrawlScope { Kind = ScopeKind.Host, Roots = [site.Url + "/"], Include = [], Exclude = [], MaxDepth = 5 },
        Concurrency = 4,
        DelayMs = 0,
        RespectRobots = false,
    };

    /// <summary>Sends a batch and waits for its end.</summary>
    public async Task<CrawlBatchCompleted> CrawlAsync(CrawlBatch batch)
    {
        await Bus.Publish(batch);
        return await CompletedAsync(batch.BatchId);
    }

    public async Task<CrawlBatchCompleted> CompletedAsync(Guid batchId, int times = 1)
    {
        await Said.UntilAsync(() => Said.Completed.Count(c => c.BatchId == batchId) >= times, Deadline);
        return Said.Completed.Last(c => c.BatchId == batchId);
    }

    public Task StopAsync() => app.StopAsync();

    public void Publish(EventMessage message) => Events.Enqueue(JsonElement.Parse(message.Body.Span));

    public Task PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        Published.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

internal sealed class Recorder : IConsumer<PageCrawled>, IConsumer<PageFailed>, IConsumer<SitemapRead>, IConsumer<CrawlBatchCompleted>, IConsumer<WorkerHeartbeat>, IDisposable
{
    private readonly SemaphoreSlim news = new(0);

    public ConcurrentQueue<object> All { get; } = new();
    public IEnumerable<PageCrawled> Crawled => All.OfType<PageCrawled>();
    public IEnumerable<PageFailed> Failed => All.OfType<PageFailed>();
    public IEnumerable<SitemapRead> Sitemaps => All.OfType<SitemapRead>();
    public IEnumerable<CrawlBatchCompleted> Completed => All.OfType<CrawlBatchCompleted>();
    public IEnumerable<WorkerHeartbeat> Heartbeats => All.OfType<WorkerHeartbeat>();

    public Task Consume(ConsumeContext<PageCrawled> context) => Add(context.Message);

    public Task Consume(ConsumeContext<PageFailed> context) => Add(context.Message);

    public Task Consume(ConsumeContext<SitemapRead> context) => Add(context.Message);

    public Task Consume(ConsumeContext<CrawlBatchCompleted> context) => Add(context.Message);

    public Task Consume(ConsumeContext<WorkerHeartbeat> context) => Add(context.Message);

    public async Task UntilAsync(Func<bool> condition, TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline);
        while (!condition())
            await news.WaitAsync(patience.Token);
    }

    public void Dispose() => news.Dispose();

    private Task Add(object message)
    {
        All.Enqueue(message);
        news.Release();
        return Task.CompletedTask;
    }
}

using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Trawl.Crawler.CrawlBatches;
using Trawl.Crawler.CrawlBatches.Pages;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Robots;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;
using Trawl.Web.Connecting;
using Trawl.WorkerDefaults;

namespace Trawl.Crawler;

/// <summary>The Crawler as a module.</summary>
public static class CrawlerExtensions
{
    /// <summary>Adds the Crawler: consumer of <c>CrawlBatch</c>, its fetcher and its heartbeat.</summary>
    public static WebApplicationBuilder AddCrawler(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<CrawlerOptions>("Crawler");
        var services = builder.Services;
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton(provider => new GuardedConnector(
            provider.GetRequiredService<IHostResolver>(), provider.GetRequiredService<IOptions<CrawlerOptions>>().Value));
        services.AddSingleton<PageFetcher>();
        services.AddSingleton<RobotsReader>();
        services.AddSingleton<RobotsCache>();
        services.AddSingleton<PageReader>();
        services.AddSingleton<SitemapProcessor>();
        services.AddSingleton<PageProcessor>();
        builder.AddMessagingModule(bus => bus.AddConsumer<CrawlBatchConsumer, CrawlBatchDefinition>());
        return builder.AddWorker<CrawlWorker>();
    }
}

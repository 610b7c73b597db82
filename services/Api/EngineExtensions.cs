using MassTransit;
using Trawl.Api.Database;
using Trawl.Api.Dispatch;
using Trawl.Api.Dispatch.Care;
using Trawl.Api.Dispatch.Crawl;
using Trawl.Api.Events;
using Trawl.Api.History;
using Trawl.Api.Hosts;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Jobs.Leases;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Api.Queue;
using Trawl.Api.Results;
using Trawl.Api.Results.Batches;
using Trawl.Api.Results.Embedding;
using Trawl.Api.Results.Pages;
using Trawl.Api.Results.Pages.Consumers;
using Trawl.Api.Results.Pages.Links;
using Trawl.Api.Schedules;
using Trawl.Api.Webhooks;
using Trawl.Api.Workers;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Api;

/// <summary>What decides and applies, without a face: jobs, dispatch, results, events.</summary>
internal static class EngineExtensions
{
    public static void AddEngine(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<JobsOptions>("Jobs");
        builder.AddJobs();
        builder.AddEvents();
        builder.AddDispatch();
        builder.AddResults();
        builder.AddSchedules();
        builder.AddWebhooks();
    }

    private static void AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JobTransactions>();
        builder.Services.AddSingleton<NewJobWriter>();
        builder.Services.AddSingleton<JobRetry>();
        builder.Services.AddSingleton(services => new JobLifecycle(
            services.GetRequiredService<JobTransactions>(), services.GetRequiredService<NewJobWriter>(), services.GetRequiredService<JobRetry>(),
            services.GetRequiredService<QueueTurns>()));
        builder.Services.AddSingleton<Answers>();
        builder.Services.AddSingleton<LeaseReturn>();
        builder.AddQueue();
        builder.Services.AddSingleton<SlowHosts>();
        builder.Services.AddSingleton<LiveWorkers>();
        builder.AddMessagingModule(bus => bus.AddConsumer<WorkerHeartbeatConsumer, WorkerHeartbeatConsumerDefinition>());
    }

    private static void AddEvents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DatabaseSignals>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseSignals>());
        builder.Services.AddSingleton<ProgressPublisher>();
        builder.Services.AddHostedService<EventRelay>();
        builder.Services.AddSingleton<ChannelLog>();
        builder.Services.AddSingleton<ChannelHistories>();
        builder.AddMessagingModule(bus => bus.AddConsumer<GetChannelHistoryConsumer>());
    }

    private static void AddDispatch(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LeaseCare>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<AdmissionAgeing>();
        builder.Services.AddSingleton<BatchPublisher>();
        builder.Services.AddSingleton<CrawlLeasing>();
        builder.Services.AddSingleton<EmbedLeasing>();
        builder.Services.AddSingleton<CancelCare>();
        builder.Services.AddSingleton<ExpiryCare>();
        builder.Services.AddSingleton<Stalls>();
        builder.Services.AddSingleton<IdleCare>();
        builder.Services.AddSingleton<QuestionCare>();
        builder.Services.AddSingleton<QueueNotices>();
        builder.Services.AddSingleton<DispatchTurn>();
        builder.Services.AddSingleton<Dispatcher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Dispatcher>());
    }

    private static void AddResults(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SeenUrls>();
        builder.Services.AddSingleton<FamilySizes>();
        builder.Services.AddSingleton<ModelIds>();
        builder.Services.AddSingleton<PageResults>();
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<PageCrawledConsumer, PageCrawledConsumerDefinition>();
            bus.AddConsumer<PageFailedConsumer, PageFailedConsumerDefinition>();
            bus.AddConsumer<SitemapReadConsumer, SitemapReadConsumerDefinition>();
            bus.AddConsumer<CrawlBatchCompletedConsumer, CrawlBatchCompletedConsumerDefinition>();
            bus.AddConsumer<DocumentsEmbeddedConsumer, DocumentsEmbeddedConsumerDefinition>();
            bus.AddConsumer<CrawlBatchFaultConsumer, CrawlBatchFaultConsumerDefinition>();
            bus.AddConsumer<EmbedDocumentsFaultConsumer, EmbedDocumentsFaultConsumerDefinition>();
        });
    }
}

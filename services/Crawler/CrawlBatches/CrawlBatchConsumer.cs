using MassTransit;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Activity;
using Trawl.Crawler.CrawlBatches.Pages;
using Trawl.Crawler.Robots;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Messaging;
using Trawl.WorkerDefaults.Stopping;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>
/// Fetches a batch and publishes what came of each page. The message is acknowledged only when the broker has all results:
/// a process that dies earlier has the whole batch done again by another, and applying a result twice changes nothing.
/// </summary>
internal sealed partial class CrawlBatchConsumer(
    PageProcessor processor, RobotsCache robots, CrawlWorker worker, StoppedJobs stoppedJobs, IEventPublisher publisher, IHostApplicationLifetime lifetime,
    IOptions<CrawlerOptions> options, TimeProvider time, ILogger<CrawlBatchConsumer> logger) : IConsumer<CrawlBatch>
{
    public async Task Consume(ConsumeContext<CrawlBatch> context)
    {
        var batch = context.Message;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.CancellationToken);
        using var registration = stoppedJobs.Register(batch.JobId, context.SentTime ?? time.GetUtcNow().UtcDateTime, stop);
        var activity = new BatchActivity(publisher, time, worker.Id, batch.JobId, batch.UserId, batch.Pages.Count);
        var rules = new BatchRobots(robots, options.Value.RobotsRetry);
        var run = new BatchRun(batch, processor, rules, worker, activity, options.Value.BatchTimeout, time);

        await run.RunAsync(context.ReceiveContext.Redelivered, (result, refused) => context.ConfirmedAsync(token => Publish(context, result, token), refused), stop.Token);
        context.CancellationToken.ThrowIfCancellationRequested();

        activity.BatchDone(run.Crawled, run.Failed, run.DurationMs);
        var completed = Completed(batch, run);
        await context.ConfirmedAsync(token => context.Publish(completed, token));
        LogDone(batch.BatchId, batch.Host, completed.Crawled, completed.Failed, completed.NotFetched.Count, completed.DurationMs);
    }

    // Not cancelled by a stop: what was fetched is worth its while, even on the way out.
    private static Task Publish(ConsumeContext context, PageResult result, CancellationToken refused) => result switch
    {
        { Crawled: { } crawled } => context.Publish(crawled, refused),
        { Sitemap: { } sitemap } => context.Publish(sitemap, refused),
        _ => context.Publish(result.Failed!, refused),
    };

    private CrawlBatchCompleted Completed(CrawlBatch batch, BatchRun run) => new()
    {
        BatchId = batch.BatchId,
        JobId = batch.JobId,
        Host = batch.Host,
        Crawled = run.Crawled,
        Failed = run.Failed,
        Unanswered = run.Unanswered,
        NotFetched = run.NotFetched,
        DurationMs = run.DurationMs,
        RobotsCrawlDelayMs = (int?)run.CrawlDelay?.TotalMilliseconds,
        WorkerId = worker.Id,
    };
}

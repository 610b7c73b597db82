using Trawl.Contracts.Crawling;
using Trawl.Crawler.Activity;
using Trawl.ServiceDefaults.Messaging;
using Trawl.Web;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>One batch under way: a few loops that take its pages one after the other, no faster than the site may be asked.</summary>
internal sealed class BatchRun(CrawlBatch batch, PageProcessor processor, CrawlWorker worker, BatchActivity activity, TimeSpan budget, TimeProvider time)
{
    private readonly UrlScope scope = new(batch.Scope.Kind.ToString(), batch.Scope.Roots, batch.Scope.Include, batch.Scope.Exclude);
    private readonly bool[] done = new bool[batch.Pages.Count];
    private readonly List<Task> confirmations = new(batch.Pages.Count);
    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private int next = -1;
    private TimeSpan delay;
    private long? lastStart;

    public int Crawled { get; private set; }

    public int Failed { get; private set; }

    public TimeSpan? CrawlDelay { get; private set; }

    public int DurationMs => (int)time.GetElapsedTime(started).TotalMilliseconds;

    /// <summary>Pages that were not tried, or not to the end.</summary>
    public IReadOnlyList<long> NotFetched => [.. batch.Pages.Where((_, i) => !done[i]).Select(page => page.PageId)];

    /// <summary>
    /// Returns when every page has its outcome, or the rest is not to be tried, and the broker has all outcomes. Throws when it
    /// would not take one; never for a cancellation.
    /// </summary>
    /// <param name="publish">Sends an outcome on its way, as soon as there is one.</param>
    /// <param name="cancellationToken">Ends the batch early.</param>
    public async Task RunAsync(Func<PageResult, CancellationToken, Task> publish, CancellationToken cancellationToken)
    {
        using var refused = new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, refused.Token);
        try
        {
            CrawlDelay = await processor.CrawlDelayAsync(batch, ended.Token);
            var asked = TimeSpan.FromMilliseconds(batch.DelayMs);
            // The dispatcher cannot know a Crawl-delay before the first batch of a host has read it.
            delay = CrawlDelay > asked ? CrawlDelay.Value : asked;
            var loops = delay > TimeSpan.Zero ? 1 : Math.Clamp(batch.Concurrency, 1, batch.Pages.Count);
            await Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync(result => ConfirmAsync(publish, result, refused), ended.Token)));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Stopped: what was not reached is in NotFetched. Or refused: the confirmations say it.
        }

        await Task.WhenAll(confirmations);
    }

    private async Task LoopAsync(Func<PageResult, Task> publish, CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref next) is var i && i < batch.Pages.Count)
        {
            // The first page is always tried, so that a batch gets somewhere however slow the host is.
            if (i > 0 && time.GetElapsedTime(started) + RestOfDelay() > budget)
                return;
            await PaceAsync(cancellationToken);
            await worker.EnterAsync(cancellationToken);
            PageResult result;
            try
            {
                lastStart = time.GetTimestamp();
                result = await processor.ProcessAsync(batch, batch.Pages[i], scope, cancellationToken);
            }
            finally
            {
                worker.Leave();
            }

            Finish(i, result, publish(result));
        }
    }

    // One outcome that the broker does not take ends the batch. A connection that died while publishes waited for their
    // confirms is replaced only when nobody waits on it any more, and by themselves they would wait for ever.
    private static async Task ConfirmAsync(Func<PageResult, CancellationToken, Task> publish, PageResult result, CancellationTokenSource refused)
    {
        try
        {
            await BrokerPatience.ConfirmedAsync(token => publish(result, token), refused.Token);
        }
        catch
        {
            await refused.CancelAsync();
            throw;
        }
    }

    private TimeSpan RestOfDelay() => lastStart is { } last && delay > TimeSpan.Zero ? delay - time.GetElapsedTime(last) : TimeSpan.Zero;

    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        // Timers may fire a little early; the site's own clock would see that.
        while (RestOfDelay() is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancellationToken);
    }

    private void Finish(int index, PageResult result, Task confirmation)
    {
        lock (gate)
        {
            confirmations.Add(confirmation);
            done[index] = true;
            if (result.Crawled is { } crawled)
            {
                Crawled++;
                CrawlerMetrics.Crawled(crawled.Bytes, TimeSpan.FromMilliseconds(crawled.DurationMs));
            }
            else
            {
                Failed++;
                CrawlerMetrics.Failed(result.Failed!.Reason, TimeSpan.FromMilliseconds(result.DurationMs));
            }

            var completed = Crawled + Failed;
            var reason = result.Failed is { } failed ? ReasonNames.Of(failed.Reason) : null;
            activity.PageDone(
                new PageActivity(
                    batch.Pages[index].Url, reason is null, result.DurationMs, batch.Pages.Count - completed, result.HttpStatus, result.Crawled?.Bytes ?? 0, reason),
                completed);
        }
    }
}

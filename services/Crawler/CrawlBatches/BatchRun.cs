using Trawl.Contracts.Crawling;
using Trawl.Crawler.Activity;
using Trawl.Crawler.CrawlBatches.Pages;
using Trawl.ServiceDefaults.Messaging;
using Trawl.Web;
using Trawl.Work;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>One batch under way: a few loops that take its pages one after the other, no faster than the site may be asked.</summary>
internal sealed class BatchRun(
    CrawlBatch batch, PageProcessor processor, BatchRobots robots, CrawlWorker worker, BatchActivity activity, TimeSpan budget, TimeProvider time)
{
    private readonly UrlScope scope = new(batch.Scope.Kind.ToString(), batch.Scope.Roots, batch.Scope.Include, batch.Scope.Exclude);
    private readonly BatchPace pace = new(TimeSpan.FromMilliseconds(batch.DelayMs), budget, time);
    private readonly bool[] done = new bool[batch.Pages.Count];
    private readonly List<Task> confirmations = new(batch.Pages.Count);
    private readonly Lock gate = new();
    private int next = -1;
    private volatile bool throttled;

    /// <summary>Pages with a document, and sitemaps that were read.</summary>
    public int Crawled { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Of those, the ones that nobody answered.</summary>
    public int Unanswered { get; private set; }

    public TimeSpan? CrawlDelay => robots.CrawlDelay;

    public int DurationMs => (int)pace.Elapsed.TotalMilliseconds;

    /// <summary>Pages that were not tried, or not to the end.</summary>
    public IReadOnlyList<long> NotFetched => [.. batch.Pages.Where((_, i) => !done[i]).Select(page => page.PageId)];

    /// <summary>
    /// Returns when every page has its outcome, or the rest is not to be tried, and the broker has all outcomes. Throws when it
    /// would not take one; never for a cancellation.
    /// </summary>
    /// <param name="redelivered">Whether somebody else was at it, who may have asked the site just now.</param>
    /// <param name="publish">Sends an outcome on its way, as soon as there is one.</param>
    /// <param name="cancellationToken">Ends the batch early.</param>
    public async Task RunAsync(bool redelivered, Func<PageResult, CancellationToken, Task> publish, CancellationToken cancellationToken)
    {
        using var refused = new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, refused.Token);
        Func<PageResult, Task> confirm = result => ConfirmAsync(publish, result, refused);
        try
        {
            if (await BeginAsync(redelivered, ended.Token))
            {
                var loops = pace.Delay > TimeSpan.Zero ? 1 : Math.Clamp(batch.Concurrency, 1, batch.Pages.Count);
                await BoundedLoops.RunAsync(loops, token => NextPageAsync(confirm, token), ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Stopped: what was not reached is in NotFetched. Or refused: the confirmations say it.
        }

        await Task.WhenAll(confirmations);
    }

    /// <summary>False when the batch is to be given back as it came.</summary>
    private async Task<bool> BeginAsync(bool redelivered, CancellationToken cancellationToken)
    {
        if (redelivered && !pace.AskedByOther())
            return false;
        if (!batch.RespectRobots)
            return true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(budget);
        try
        {
            await robots.LearnAsync(batch.Pages, pace.WaitFirstAsync, pace.Asked, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is read on, and the next batch of this host finds it: this one must not outlast its lease over it.
            return false;
        }

        // The dispatcher cannot know a Crawl-delay before the first batch of a host has read it.
        pace.AtLeast(robots.CrawlDelay);
        return true;
    }

    /// <summary>False when there is no next page, or it is not to be tried.</summary>
    private async ValueTask<bool> NextPageAsync(Func<PageResult, Task> publish, CancellationToken cancellationToken)
    {
        if (throttled || Interlocked.Increment(ref next) is var i && i >= batch.Pages.Count)
            return false;
        // The first page is always tried, so that a batch gets somewhere however slow the host is.
        if (i == 0)
            await pace.WaitFirstAsync(cancellationToken);
        else if (pace.IsOver)
            return false;
        else
            await pace.WaitAsync(cancellationToken);
        // Slots go to whoever is first: a batch that waits for one so long is better off with another process.
        if (!await worker.TryEnterAsync(budget, cancellationToken))
            return false;
        PageResult result;
        try
        {
            if (throttled)
                return false;
            pace.Asked();
            result = await processor.ProcessAsync(batch, batch.Pages[i], scope, robots, pace, cancellationToken);
            // Again: when the request came there is known to the site alone, but it was before the answer. A slow way there must
            // not make the next request come too soon.
            if (pace.Delay > TimeSpan.Zero)
                pace.Asked();
        }
        finally
        {
            worker.Leave();
        }

        // What is under way ends by itself; nothing more is begun.
        if (result.IsThrottled)
            throttled = true;
        Finish(i, result, publish(result));
        return true;
    }

    // One outcome that the broker does not take ends the batch. A connection that died while publishes waited for their
    // confirms is replaced only when nobody waits on it any more, and by themselves they would wait for ever.
    private static async Task ConfirmAsync(Func<PageResult, CancellationToken, Task> publish, PageResult result, CancellationTokenSource refused)
    {
        try
        {
            await publish(result, refused.Token);
        }
        catch
        {
            await refused.CancelAsync();
            throw;
        }
    }

    private void Finish(int index, in PageResult result, Task confirmation)
    {
        lock (gate)
        {
            confirmations.Add(confirmation);
            done[index] = true;
            if (result.Failed is null)
                Crawled++;
            else
                Failed++;
            Unanswered += result.IsUnanswered ? 1 : 0;
            var completed = Crawled + Failed;
            var reason = result.Failed is { } failed ? ReasonNames.Of(failed.Reason) : null;
            activity.PageDone(
                new PageActivity(batch.Pages[index].Url, reason is null, result.DurationMs, batch.Pages.Count - completed, result.HttpStatus, result.Bytes, reason),
                completed, Failed);
        }

        CrawlerMetrics.PageDone(result);
    }
}

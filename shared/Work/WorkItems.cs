using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Trawl.Work;

/// <summary>
/// Does the same to many items, a few at a time, and reports how it goes. An item that fails does not keep the others from being done.
/// Work that computes belongs on <see cref="CpuThreads"/>.
/// </summary>
public static class WorkItems
{
    /// <summary>Works on all items.</summary>
    /// <param name="items">Taken one by one, as there is room.</param>
    /// <param name="work">What is done to each.</param>
    /// <param name="options">How many at once, how fast, who is told.</param>
    /// <param name="cancellationToken">Begins no more and cancels what is under way.</param>
    /// <returns>What became of each, in the items' order.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is under way any more.</exception>
    public static async Task<IReadOnlyList<ItemResult<TItem, TResult>>> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> work, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        var results = new List<ItemResult<TItem, TResult>>();
        await foreach (var result in StreamAsync(items, work, options, cancellationToken))
            results.Add(result);
        results.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return results;
    }

    /// <summary>
    /// Works on items as <see cref="RunAsync"/> does, and gives each result as soon as it is there. Nothing is kept: who reads slowly holds
    /// up the work, and who stops reading ends it.
    /// </summary>
    /// <inheritdoc cref="RunAsync"/>
    /// <returns>What became of each, in the order in which they are done.</returns>
    public static IAsyncEnumerable<ItemResult<TItem, TResult>> StreamAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> work, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new WorkOptions();
        if (options.Total is null && items.TryGetNonEnumeratedCount(out var count))
            options = options with { Total = count };
        return StreamAsync(items.ToAsyncEnumerable(), work, options, cancellationToken);
    }

    /// <inheritdoc cref="StreamAsync{TItem,TResult}(IEnumerable{TItem},Func{TItem,CancellationToken,Task{TResult}},WorkOptions?,CancellationToken)"/>
    public static async IAsyncEnumerable<ItemResult<TItem, TResult>> StreamAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> work, WorkOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var source = new ItemSource<TItem>(items.GetAsyncEnumerator(ended.Token), options.RateLimit, options.Time);
        var results = Channel.CreateBounded<ItemResult<TItem, TResult>>(options.MaxConcurrency);
        var run = WorkAsync(source, work, options, results.Writer, ended.Token);
        try
        {
            while (await results.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (results.Reader.TryRead(out var result))
                    yield return result;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await run;
    }

    private static async Task WorkAsync<TItem, TResult>(
        ItemSource<TItem> source, Func<TItem, CancellationToken, Task<TResult>> work, WorkOptions options,
        ChannelWriter<ItemResult<TItem, TResult>> results, CancellationToken cancellationToken)
    {
        var report = new TaskReport(options);
        try
        {
            await BoundedLoops.RunAsync(options.MaxConcurrency, StepAsync, cancellationToken);
        }
        finally
        {
            report.End();
            results.Complete();
        }

        async ValueTask<bool> StepAsync(CancellationToken token)
        {
            if (await source.TakeAsync(token) is not var (index, item))
                return false;
            report.ItemBegun();
            var started = options.Time.GetTimestamp();
            var result = new ItemResult<TItem, TResult>(index, item, default, null);
            try
            {
                result = result with { Value = await work(item, token) };
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !token.IsCancellationRequested)
            {
                // It is the item's, and told with it; the others go on unless the caller wants otherwise.
                result = result with { Error = exception };
            }

            report.ItemDone(item, result.Ok, started);
            if (options.StopOnFailure && result.Error is { } error)
                ExceptionDispatchInfo.Throw(error);
            await results.WriteAsync(result, token);
            return true;
        }
    }
}

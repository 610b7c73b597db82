using System.Threading.Channels;

namespace Trawl.Work;

/// <summary>
/// Items are added from anywhere and at any time, and worked on in the background in their order, a few at once. Each add answers with
/// that item's result.
/// </summary>
/// <typeparam name="TItem">What is added.</typeparam>
/// <typeparam name="TResult">What becomes of it.</typeparam>
public sealed class WorkQueue<TItem, TResult> : IAsyncDisposable
{
    private readonly Func<TItem, CancellationToken, Task<TResult>> work;
    private readonly WorkOptions options;
    private readonly TaskReport report;
    private readonly Channel<Entry> waiting;
    private readonly CancellationTokenSource aborted = new();
    private readonly Lazy<Task> ended;
    private readonly Task loops;

    /// <summary>Begins to work on whatever will be added.</summary>
    /// <param name="work">What is done to each item.</param>
    /// <param name="options">How many at once, how many may wait, who is told.</param>
    public WorkQueue(Func<TItem, CancellationToken, Task<TResult>> work, WorkOptions? options = null)
    {
        this.work = work;
        this.options = options ?? new WorkOptions();
        report = new TaskReport(this.options);
        waiting = Channel.CreateBounded<Entry>(this.options.QueueCapacity);
        loops = BoundedLoops.RunAsync(this.options.MaxConcurrency, StepAsync, CancellationToken.None);
        ended = new Lazy<Task>(EndAsync);
    }

    /// <summary>Items that wait for their turn; those under way are not counted.</summary>
    public int Count => waiting.Reader.Count;

    /// <summary>Adds an item, as soon as there is room, and waits for its result.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Takes it back: it is not begun any more, or its work is cancelled.</param>
    /// <returns>What the work gave; its exception, if it failed. Cancelled when the queue was stopped before its turn.</returns>
    /// <exception cref="InvalidOperationException">The queue was stopped.</exception>
    public async Task<TResult> AddAsync(TItem item, CancellationToken cancellationToken = default) => await await EnqueueAsync(item, cancellationToken);

    /// <summary>Adds an item and returns as soon as there is room for it, with the task of its result: who adds many waits here while the queue is full.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public async ValueTask<Task<TResult>> EnqueueAsync(TItem item, CancellationToken cancellationToken = default)
    {
        var entry = new Entry(item, cancellationToken);
        await waiting.Writer.WriteAsync(entry, cancellationToken);
        return entry.Result.Task;
    }

    /// <summary>Takes no more items, and returns when nothing is under way any more.</summary>
    /// <param name="drain">Whether what waits is still done. Otherwise it is cancelled, and so is what is under way.</param>
    public async Task StopAsync(bool drain = true)
    {
        waiting.Writer.TryComplete();
        if (!drain)
            await aborted.CancelAsync();
        await ended.Value;
    }

    /// <summary>Stops without finishing what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(drain: false);
        aborted.Dispose();
    }

    private async Task EndAsync()
    {
        await loops;
        report.End();
    }

    private async ValueTask<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (!await waiting.Reader.WaitToReadAsync(cancellationToken))
            return false;
        if (waiting.Reader.TryRead(out var entry))
            await WorkAsync(entry);
        return true;
    }

    private async Task WorkAsync(Entry entry)
    {
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(entry.Cancellation, aborted.Token);
        if (unwanted.IsCancellationRequested)
        {
            entry.Result.SetCanceled(unwanted.Token);
            return;
        }

        report.ItemBegun();
        var started = options.Time.GetTimestamp();
        var result = InvokeAsync(entry.Item, unwanted.Token);
        await ((Task)result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        report.ItemDone(entry.Item, result.IsCompletedSuccessfully, started, Count);
        entry.Result.SetFromTask(result);
    }

    // Async, so that what it throws at once is the result's too.
    private async Task<TResult> InvokeAsync(TItem item, CancellationToken cancellationToken) => await work(item, cancellationToken);

    private sealed record Entry(TItem Item, CancellationToken Cancellation)
    {
        // Who waits for a result must not go on in the loop's stead.
        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

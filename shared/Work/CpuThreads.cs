using System.Collections.Concurrent;

namespace Trawl.Work;

/// <summary>
/// Threads of its own for work that computes: the pool's stay free for sockets and timers, and never more is computed at once than there
/// are processors for. Work that runs long may <c>await Task.Yield()</c> now and then: whatever waits has its turn, and it goes on here.
/// </summary>
public sealed class CpuThreads : IDisposable
{
    private readonly Scheduler scheduler;

    /// <summary>Starts the threads; they end with <see cref="Dispose"/>.</summary>
    /// <param name="threads">How many. Defaults to one a processor.</param>
    /// <param name="name">What debuggers call them.</param>
    public CpuThreads(int? threads = null, string name = "cpu-work") => scheduler = new Scheduler(threads ?? Environment.ProcessorCount, name);

    /// <summary>Computes.</summary>
    /// <param name="work">On one of the threads. Looks at the token, if it takes long.</param>
    /// <param name="cancellationToken">Not begun when it is cancelled before its turn.</param>
    /// <exception cref="ObjectDisposedException">The threads are gone.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => work(cancellationToken), cancellationToken, TaskCreationOptions.DenyChildAttach, Open());

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken,T},CancellationToken)"/>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => work(cancellationToken), cancellationToken, TaskCreationOptions.DenyChildAttach, Open()).Unwrap();

    /// <summary>Computes, and reports it as a task of one item.</summary>
    /// <param name="work">As of the other.</param>
    /// <param name="options">The task's name and who is told.</param>
    /// <param name="cancellationToken">As of the other.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, WorkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var report = new TaskReport(options with { Total = 1 });
        report.ItemBegun();
        var started = options.Time.GetTimestamp();
        var ok = false;
        try
        {
            var result = await RunAsync(work, cancellationToken);
            ok = true;
            return result;
        }
        finally
        {
            report.ItemDone(options.TaskName, ok, started);
            report.End();
        }
    }

    /// <summary>Ends the threads when what was given to them is done.</summary>
    public void Dispose() => scheduler.Dispose();

    private Scheduler Open()
    {
        ObjectDisposedException.ThrowIf(scheduler.IsEnded, this);
        return scheduler;
    }

    private sealed class Scheduler : TaskScheduler, IDisposable
    {
        private readonly BlockingCollection<Task> waiting = [];
        private readonly int threads;

        public Scheduler(int threads, string name)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
            this.threads = threads;
            for (var i = 0; i < threads; i++)
                new Thread(Run) { IsBackground = true, Name = $"{name}-{i}" }.Start();
        }

        public bool IsEnded => waiting.IsAddingCompleted;

        public override int MaximumConcurrencyLevel => threads;

        public void Dispose() => waiting.CompleteAdding();

        protected override void QueueTask(Task task)
        {
            try
            {
                waiting.Add(task);
            }
            catch (InvalidOperationException)
            {
                // The threads are gone, and this is the rest of something that was begun on them: it goes to its end all the same.
                ThreadPool.UnsafeQueueUserWorkItem(rest => TryExecuteTask(rest), task, preferLocal: false);
            }
        }

        // Elsewhere than on these threads it would compute on the very ones that are to be spared.
        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => waiting;

        private void Run()
        {
            foreach (var task in waiting.GetConsumingEnumerable())
                TryExecuteTask(task);
        }
    }
}

using Trawl.TestSupport;

namespace Trawl.Work.Tests;

[Trait("Seed", "S0.14")]
public sealed class CpuThreadsTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly CpuThreads cpu = new(2, "test-cpu");

    public void Dispose() => cpu.Dispose();

    [Fact]
    [Trait("Seed", "S0.26")]
    public async Task Work_is_done_on_threads_of_its_own_and_who_waits_goes_on_elsewhere()
    {
        var (name, isPool) = await cpu.RunAsync(_ => (Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread));
        var after = Thread.CurrentThread.Name;
        Assert.StartsWith("test-cpu-", name, StringComparison.Ordinal);
        Assert.False(isPool);
        Assert.False(after?.StartsWith("test-cpu", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Work_that_waits_goes_on_where_it_began_and_gives_its_thread_away_meanwhile()
    {
        using var one = new CpuThreads(1);
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = one.RunAsync(async _ => (await answer.Task, Thread.CurrentThread.IsThreadPoolThread));
        Assert.Equal(1, await one.RunAsync(_ => 1).WaitAsync(Deadline));
        answer.SetResult(7);
        Assert.Equal((7, false), await waiting.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Work_that_yields_lets_others_have_their_turn()
    {
        using var one = new CpuThreads(1);
        var finish = false;
        var longWork = one.RunAsync(async token =>
        {
            while (!Volatile.Read(ref finish))
                await Task.Yield();
            return 1;
        });
        Assert.Equal(2, await one.RunAsync(_ => 2).WaitAsync(Deadline));
        Volatile.Write(ref finish, true);
        Assert.Equal(1, await longWork.WaitAsync(Deadline));
    }

    [Fact]
    public async Task No_more_is_computed_at_once_than_there_are_threads()
    {
        int running = 0, most = 0;
        using var meeting = new Barrier(2);
        var all = Enumerable.Range(0, 10).Select(_ => cpu.RunAsync(token =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            var met = meeting.SignalAndWait(Deadline, token);
            Interlocked.Decrement(ref running);
            return met;
        }));
        Assert.All(await Task.WhenAll(all), Assert.True);
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task What_is_cancelled_before_its_turn_is_not_begun_and_what_is_under_way_may_look()
    {
        using var one = new CpuThreads(1);
        using var cancel = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        var running = one.RunAsync(bool (token) =>
        {
            begun.Set();
            token.WaitHandle.WaitOne(Deadline);
            throw new OperationCanceledException(token);
        }, cancel.Token);
        var ran = false;
        var waiting = one.RunAsync(_ => ran = true, cancel.Token);
        begun.Wait(Deadline);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(ran);
    }

    [Fact]
    public async Task A_task_is_reported_and_its_failure_is_the_callers()
    {
        var told = new Told();
        var options = new WorkOptions { TaskName = "embedding_generation", Reporter = told };
        Assert.Equal(5, await cpu.RunAsync(_ => Task.FromResult(5), options));
        Assert.Equal(("embedding_generation", 1, 0), (told.End.TaskName, told.End.Completed, told.End.Failed));
        Assert.Equal([0.0, 100.0], told.Progresses.Select(p => p.Percent));

        var worse = new Told();
        await Assert.ThrowsAsync<FormatException>(() => cpu.RunAsync<int>(_ => throw new FormatException(), options with { Reporter = worse }));
        Assert.Equal((0, 1), (worse.End.Completed, worse.End.Failed));
    }

    [Fact]
    public async Task What_was_given_before_the_end_is_done_and_nothing_after_it()
    {
        var one = new CpuThreads(1);
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = one.RunAsync(async _ => await answer.Task);
        var last = one.RunAsync(_ => 1);
        one.Dispose();
        Assert.Equal(1, await last.WaitAsync(Deadline));
        answer.SetResult(7);
        Assert.Equal(7, await begun.WaitAsync(Deadline));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => one.RunAsync(_ => 2));
    }
}

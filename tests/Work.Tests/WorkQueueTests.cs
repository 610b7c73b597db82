using Trawl.TestSupport;

namespace Trawl.Work.Tests;

public sealed class WorkQueueTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly Gauge gauge = new();

    [Fact]
    [Trait("Seed", "S0.17")]
    [Trait("Seed", "S0.18")]
    public async Task Each_add_is_answered_with_its_items_result_and_many_may_be_awaited_together()
    {
        await using var queue = new WorkQueue<int, int>(gauge.WorkAsync, new WorkOptions { MaxConcurrency = 2 });
        var results = Task.WhenAll(Enumerable.Range(0, 10).Select(i => queue.AddAsync(i)));
        await Eventually.TrueAsync(() => gauge.Running == 2, Deadline);
        gauge.Release();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 10), await results);
        Assert.Equal(2, gauge.Most);
    }

    [Fact]
    [Trait("Seed", "S0.19")]
    public async Task Its_size_is_what_waits_and_who_adds_too_much_waits_as_well()
    {
        await using var queue = new WorkQueue<int, int>(gauge.WorkAsync, new WorkOptions { MaxConcurrency = 1, QueueCapacity = 2 });
        var first = await queue.EnqueueAsync(0);
        await Eventually.TrueAsync(() => gauge.Running == 1, Deadline);
        await queue.EnqueueAsync(1);
        await queue.EnqueueAsync(2);
        var tooMuch = queue.EnqueueAsync(3);
        Assert.Equal((2, false), (queue.Count, tooMuch.IsCompleted));
        gauge.Release();
        Assert.Equal((0, 30), (await first, await await tooMuch));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    [Trait("Seed", "S0.20")]
    public async Task Stopped_it_takes_nothing_more_and_finishes_what_waits()
    {
        await using var queue = new WorkQueue<int, int>(gauge.WorkAsync);
        var results = Enumerable.Range(0, 10).Select(i => queue.AddAsync(i)).ToArray();
        var stop = queue.StopAsync();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => queue.AddAsync(10));
        Assert.False(stop.IsCompleted);
        gauge.Release();
        await stop.WaitAsync(Deadline);
        Assert.All(results, result => Assert.True(result.IsCompletedSuccessfully));
    }

    [Fact]
    [Trait("Seed", "S0.20")]
    public async Task Stopped_at_once_it_cancels_what_waits_and_what_is_under_way()
    {
        await using var queue = new WorkQueue<int, int>(gauge.WorkAsync);
        var results = Enumerable.Range(0, 10).Select(i => queue.AddAsync(i)).ToArray();
        await Eventually.TrueAsync(() => gauge.Running == 3, Deadline);
        await queue.StopAsync(drain: false).WaitAsync(Deadline);
        foreach (var result in results)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => result);
        Assert.Equal((0, 3), (gauge.Running, gauge.Begun));
    }

    [Fact]
    public async Task A_failure_is_told_to_who_added_the_item_and_to_nobody_else()
    {
        await using var queue = new WorkQueue<int, int>((item, _) => item == 1 ? throw new FormatException("one") : Task.FromResult(item));
        var failed = queue.AddAsync(1);
        Assert.Equal(2, await queue.AddAsync(2));
        Assert.Equal("one", (await Assert.ThrowsAsync<FormatException>(() => failed)).Message);
    }

    [Fact]
    public async Task An_item_may_be_taken_back_before_its_turn_and_in_the_midst_of_it()
    {
        await using var queue = new WorkQueue<int, int>(gauge.WorkAsync, new WorkOptions { MaxConcurrency = 1 });
        using CancellationTokenSource underWay = new(), waiting = new();
        var first = queue.AddAsync(1, underWay.Token);
        await Eventually.TrueAsync(() => gauge.Running == 1, Deadline);
        var second = queue.AddAsync(2, waiting.Token);
        var third = queue.AddAsync(3);
        await waiting.CancelAsync();
        await underWay.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gauge.Release();
        Assert.Equal(30, await third);
        Assert.Equal(2, gauge.Begun);
    }

    [Fact]
    [Trait("Seed", "S0.8")]
    [Trait("Seed", "S0.22")]
    public async Task Items_are_told_as_they_are_done_and_the_end_when_it_is_stopped()
    {
        var told = new Told();
        var options = new WorkOptions { TaskName = "document_processor", Worker = "document_processor", MaxConcurrency = 1, Reporter = told };
        await using var queue = new WorkQueue<int, int>(gauge.WorkAsync, options);
        var results = Task.WhenAll(queue.AddAsync(1), queue.AddAsync(2), queue.AddAsync(3));
        gauge.Release();
        await results;
        await queue.StopAsync();
        Assert.Equal(["1", "2", "3"], told.Items.Select(i => i.Item));
        Assert.All(told.Items, item => Assert.Equal(("document_processor", true), (item.Worker, item.Ok)));
        Assert.Equal([2, 1, 0], told.Items.Select(i => i.QueueSize));
        Assert.Equal(("document_processor", 3, 0), (told.End.TaskName, told.End.Completed, told.End.Failed));
    }
}

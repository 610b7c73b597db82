using Trawl.TestSupport;

namespace Trawl.Work.Tests;

public sealed class WorkItemsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly Told told = new();
    private readonly ManualTime time = new();

    [Fact]
    [Trait("Seed", "S0.9")]
    [Trait("Seed", "S0.30")]
    public async Task Results_are_in_the_items_order_and_say_what_failed()
    {
        var results = await WorkItems.RunAsync(["a", "b", "c", "d"], async (item, _) =>
        {
            await Task.Yield();
            return item == "b" ? throw new FormatException("b is none") : item.ToUpperInvariant();
        });

        Assert.Equal([(0, "a", "A"), (1, "b", null), (2, "c", "C"), (3, "d", "D")], results.Select(r => (r.Index, r.Item, r.Value)));
        Assert.Equal([true, false, true, true], results.Select(r => r.Ok));
        Assert.Equal("b is none", Assert.IsType<FormatException>(results[1].Error).Message);
    }

    [Fact]
    [Trait("Seed", "S0.10")]
    [Trait("Seed", "S0.27")]
    [Trait("Seed", "S0.32")]
    public async Task As_many_are_under_way_as_were_asked_for_and_never_more()
    {
        var gauge = new Gauge();
        var run = WorkItems.RunAsync(Enumerable.Range(0, 20), gauge.WorkAsync, new WorkOptions { MaxConcurrency = 3 });
        await Eventually.TrueAsync(() => gauge.Running == 3, Deadline);
        gauge.Release();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 10), (await run).Select(r => r.Value));
        Assert.Equal(3, gauge.Most);
    }

    [Fact]
    [Trait("Seed", "S0.32")]
    public async Task Work_that_computes_before_it_waits_does_not_keep_the_others_from_beginning()
    {
        using var meeting = new Barrier(2);
        var results = await WorkItems.RunAsync([1, 2], (_, token) => Task.FromResult(meeting.SignalAndWait(Deadline, token)), new WorkOptions { MaxConcurrency = 2 });
        Assert.All(results, result => Assert.True(result.Value));
    }

    [Fact]
    [Trait("Seed", "S0.31")]
    public async Task Of_a_source_without_end_no_more_is_taken_than_is_read()
    {
        var taken = 0;
        IEnumerable<int> Endless()
        {
            while (true)
                yield return taken++;
        }

        var read = 0;
        await foreach (var result in WorkItems.StreamAsync(Endless(), (item, _) => Task.FromResult(item), new WorkOptions { MaxConcurrency = 2 }))
        {
            if (++read == 100)
                break;
        }

        // What was read, two results that wait to be, two that wait for room, two that were just taken.
        Assert.InRange(taken, 100, 106);
    }

    [Fact]
    [Trait("Seed", "S0.15")]
    [Trait("Seed", "S0.16")]
    [Trait("Seed", "S0.28")]
    public async Task However_many_are_under_way_so_much_time_is_between_two_beginnings()
    {
        var began = time.GetUtcNow();
        var begun = new List<DateTimeOffset>();
        var options = new WorkOptions { MaxConcurrency = 3, RateLimit = TimeSpan.FromMilliseconds(100), Time = time };
        var run = WorkItems.RunAsync(Enumerable.Range(0, 5), (item, _) =>
        {
            begun.Add(time.GetUtcNow());
            return Task.FromResult(item);
        }, options);

        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(30));
                return run.IsCompleted;
            },
            Deadline);

        Assert.Equal(5, begun.Count);
        Assert.All(begun.Index(), at => Assert.True(at.Item - began >= at.Index * options.RateLimit));
    }

    [Fact]
    [Trait("Seed", "S0.4")]
    [Trait("Seed", "S0.5")]
    [Trait("Seed", "S0.6")]
    [Trait("Seed", "S0.7")]
    [Trait("Seed", "S0.8")]
    [Trait("Seed", "S0.11")]
    [Trait("Seed", "S0.12")]
    [Trait("Seed", "S0.13")]
    [Trait("Seed", "S0.29")]
    public async Task Progress_batches_items_and_the_end_are_told()
    {
        var options = new WorkOptions { TaskName = "url_crawling", BatchSize = 10, MaxConcurrency = 1, Worker = "w", Reporter = told, Time = time };
        await WorkItems.RunAsync(Enumerable.Range(0, 12), (item, _) =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return item == 3 ? throw new FormatException() : Task.FromResult(item);
        }, options);

        Assert.Equal((0, 12, 0.0), (told.Progresses.First().Completed, told.Progresses.First().Total, told.Progresses.First().Percent));
        Assert.Equal([0, 3, 6, 9, 12, 12], told.Progresses.Select(p => p.Completed));
        Assert.Equal(new TaskProgress("url_crawling", 12, 1, 12, "w"), told.Progresses.Last());
        Assert.Equal([new BatchCompleted("url_crawling", 10, 12, 10, "w"), new BatchCompleted("url_crawling", 12, 12, 2, "w")], told.Batches);
        Assert.Equal(12, told.Items.Count());
        Assert.Equal([new ItemCompleted("w", "2", true, 100, 9), new ItemCompleted("w", "3", false, 100, 8)], told.Items.Skip(2).Take(2));
        Assert.Equal(new TaskCompleted("url_crawling", 11, 1, 1200, "w"), told.End);
        Assert.IsType<TaskCompleted>(told.All.Last());
    }

    [Fact]
    [Trait("Seed", "S0.5")]
    public void Progress_is_the_done_part_of_all_in_percent() => Assert.Equal(10, new TaskProgress("t", 5, 0, 50, "w").Percent);

    [Fact]
    public async Task However_fast_it_goes_no_more_is_told_than_can_be_read()
    {
        await WorkItems.RunAsync(Enumerable.Range(0, 5000), (item, _) => Task.FromResult(item), new WorkOptions { Reporter = told, Time = time });
        Assert.Equal([0, 5000], told.Progresses.Select(p => p.Completed));
        Assert.InRange(told.Items.Count() + told.Batches.Count(), 1, 26);
        Assert.Equal(5000, told.End.Completed);
    }

    [Fact]
    public async Task A_cancelled_run_ends_when_nothing_is_under_way_and_says_how_far_it_came()
    {
        using var cancel = new CancellationTokenSource();
        var gauge = new Gauge();
        var run = WorkItems.RunAsync(Enumerable.Range(0, 20), gauge.WorkAsync, new WorkOptions { Reporter = told }, cancel.Token);
        await Eventually.TrueAsync(() => gauge.Running == 3, Deadline);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal((0, 3), (gauge.Running, gauge.Begun));
        Assert.Equal((0, 0), (told.End.Completed, told.End.Failed));
    }

    [Fact]
    public async Task A_time_out_of_the_works_own_is_a_failure_like_any_other()
    {
        var results = await WorkItems.RunAsync([1, 2], (item, _) => item == 1 ? throw new TaskCanceledException() : Task.FromResult(item));
        Assert.Equal([false, true], results.Select(r => r.Ok));
    }

    [Fact]
    [Trait("Seed", "S0.23")]
    public async Task The_first_failure_ends_it_if_that_is_wished_and_is_thrown()
    {
        var options = new WorkOptions { MaxConcurrency = 2, StopOnFailure = true, Reporter = told };
        var others = 0;
        var fault = await Assert.ThrowsAsync<FormatException>(() => WorkItems.RunAsync(Enumerable.Range(0, 100), async (item, token) =>
        {
            if (item == 1)
                throw new FormatException();
            Interlocked.Increment(ref others);
            await Task.Delay(Timeout.Infinite, token);
            return item;
        }, options));
        Assert.NotNull(fault.StackTrace);
        Assert.InRange(others, 0, 1);
        Assert.Equal(1, told.End.Failed);
    }

    [Fact]
    public async Task A_source_that_fails_ends_it()
    {
        static IEnumerable<int> Failing()
        {
            yield return 1;
            throw new FormatException();
        }

        await Assert.ThrowsAsync<FormatException>(() => WorkItems.RunAsync(Failing(), (item, _) => Task.FromResult(item)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Options_that_make_no_sense_are_refused_by_name(int concurrency, int batch) =>
        Assert.Contains(concurrency == 0 ? "MaxConcurrency" : "BatchSize",
            Assert.Throws<ArgumentOutOfRangeException>(() => new WorkOptions { MaxConcurrency = concurrency, BatchSize = batch }).Message, StringComparison.Ordinal);
}

using Trawl.Contracts.Channels;
using Trawl.Notifier.Tests.Channels;

namespace Trawl.Notifier.Tests.Connections;

public sealed class WriteSchedulerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Few_writes_each_happen_at_once()
    {
        var core = new CoreFixture(options => options.WriteInterval = Interval);
        var client = core.Client();
        await client.JoinAsync(core.Job);

        for (var i = 1; i <= 20; i++)
        {
            core.Say(1);
            await client.UntilAsync(c => c.Seqs.Count == i); // the clock stands still: nothing waited for it
        }

        Assert.Equal(20, client.Writes);
    }

    [Fact]
    public async Task Under_load_a_busy_client_gets_together_what_came_meanwhile_and_a_quiet_one_its_first_at_once()
    {
        var core = new CoreFixture(options => options.WriteInterval = Interval);
        var busy = core.Client();
        await busy.JoinAsync(core.Job);
        core.Say(60);
        await busy.UntilAsync(c => c.Seqs.Count >= 50); // more than is free in one tick
        var before = busy.Writes;

        core.Time.Advance(Interval / 10); // still the same tick
        core.Say(100);
        Assert.InRange(busy.Writes, before, before + 1);

        var quiet = core.Client();
        await quiet.JoinAsync(core.Job);
        core.Say(1);
        await quiet.UntilAsync(c => c.Seqs.Count == 1);

        for (var i = 0; i < 20 && busy.Seqs.Count < 161; i++)
            core.Time.Advance(Interval / 5);
        await busy.UntilAsync(c => c.Seqs.Count == 161);
        Assert.Equal(SubscribingNumbers(161), busy.Seqs);
        Assert.InRange(busy.Writes, before + 1, before + 3);
    }

    [Fact]
    public async Task What_comes_in_a_burst_for_many_is_one_write_each_and_keeps_its_order()
    {
        var core = new CoreFixture();
        var clients = Enumerable.Range(0, 20).Select(_ => core.Client()).ToArray();
        foreach (var client in clients)
            await client.JoinAsync(core.Job);
        var before = clients.Select(client => client.Writes).ToArray();

        var activity = Enumerable.Range(0, 10).Select(_ => core.Log.State(core.Job, EventTypes.BatchComplete)).ToArray();
        var versions = activity.Select(e => e.Version!.Value).ToArray();
        core.Backplane.DeliverTogether([.. activity.Select(FakeLog.Bytes), FakeLog.Bytes(core.Log.Append(core.Job, EventTypes.Stage))]);

        for (var i = 0; i < clients.Length; i++)
        {
            var received = await clients[i].UntilAsync(c => c.Seqs.Count == 1);
            Assert.Equal(versions, clients[i].Versions(EventTypes.BatchComplete));
            Assert.Equal(EventTypes.Stage, TestClient.Type(received[^1]));
            Assert.Equal(before[i] + 1, clients[i].Writes);
        }
    }

    [Fact]
    public async Task Who_joins_within_a_burst_gets_what_comes_after()
    {
        var core = new CoreFixture();
        var clients = Enumerable.Range(0, 10).Select(_ => core.Client()).ToArray();
        foreach (var client in clients)
            await client.JoinAsync(core.Job);
        var late = core.Client();

        core.Registry.OnEvent(FakeLog.Bytes(core.Log.State(core.Job, EventTypes.BatchComplete)));
        var joining = Task.Run(() => late.JoinAsync(core.Job)); // on another thread, and this one stays: it is gathering
        Assert.True(SpinWait.SpinUntil(() => joining.IsCompletedSuccessfully, TimeSpan.FromSeconds(20)));
        core.Registry.OnEvent(FakeLog.Bytes(core.Log.State(core.Job, EventTypes.TaskCompleted)));
        core.Registry.EndBurst();

        await late.UntilAsync(c => c.Versions(EventTypes.TaskCompleted).Count == 1);
        Assert.Empty(late.Versions(EventTypes.BatchComplete));
        foreach (var client in clients)
            await client.UntilAsync(c => c.Versions(EventTypes.BatchComplete).Count == 1 && c.Versions(EventTypes.TaskCompleted).Count == 1);
    }

    private static IEnumerable<long> SubscribingNumbers(int count) => Enumerable.Range(1, count).Select(i => (long)i);
}

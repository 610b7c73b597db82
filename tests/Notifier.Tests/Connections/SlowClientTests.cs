using Trawl.Contracts.Channels;
using Trawl.Notifier.Tests.Channels;

namespace Trawl.Notifier.Tests.Connections;

public sealed class SlowClientTests
{
    [Fact]
    public async Task A_client_that_stops_reading_is_closed_with_a_reason_resumes_and_slows_nobody()
    {
        var core = new CoreFixture(options => (options.MaxWaitingLogEvents, options.RingEvents) = (50, 20));
        var slow = core.Client();
        var quick = core.Client();
        await slow.JoinAsync(core.Job, after: 0);
        await quick.JoinAsync(core.Job, after: 0);
        slow.StopReading();

        for (var i = 1; i <= 200; i++)
        {
            core.Say(1);
            await quick.UntilAsync(c => c.Seqs.Count == i);
        }

        slow.ReadOn();
        await slow.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "closed"));
        Assert.Equal("slow_consumer", slow.ClosedWith);
        Assert.Equal(SubscribingTests.Numbers(1, slow.Seqs.Count), slow.Seqs);

        var again = core.Client();
        await again.JoinAsync(core.Job, after: slow.Seqs.Count);
        await again.UntilAsync(c => c.Seqs.Count == 200 - slow.Seqs.Count);
        Assert.Equal(SubscribingTests.Numbers(1, 200), slow.Seqs.Concat(again.Seqs));
    }

    [Fact]
    public async Task A_replay_larger_than_the_limit_waits_for_the_reader_instead_of_closing_it()
    {
        var core = new CoreFixture(options => (options.MaxWaitingLogEvents, options.RingEvents) = (20, 10), new FakeLog(pageSize: 30));
        core.Say(500);
        var client = core.Client();
        client.StopReading();

        await client.JoinAsync(core.Job, after: 0);
        client.ReadOn();
        await client.UntilAsync(c => c.Seqs.Count == 500);

        Assert.Null(client.ClosedWith);
        Assert.Equal(SubscribingTests.Numbers(1, 500), client.Seqs);
    }

    [Fact]
    public async Task A_slow_client_gets_the_newest_state_and_the_newest_activity()
    {
        var core = new CoreFixture(options => (options.StateEventsPerSecond, options.MaxWaitingActivityEvents) = (0, 8));
        var client = core.Client();
        await client.JoinAsync(core.Job);
        client.StopReading();
        core.Say(1); // the write that hangs

        for (var i = 0; i < 100; i++)
        {
            core.Progress();
            core.Backplane.Deliver(FakeLog.Bytes(core.Log.State(core.Job, EventTypes.BatchComplete)));
        }

        core.Say(1, EventTypes.Completed);
        client.ReadOn();
        var received = await client.UntilAsync(c => c.Seqs.Count == 2);

        Assert.InRange(client.Versions(EventTypes.Progress).Count, 1, 3);
        Assert.Contains(200, client.Versions(EventTypes.Progress));
        Assert.InRange(client.Versions(EventTypes.BatchComplete).Count, 8, 17);
        Assert.Contains(201, client.Versions(EventTypes.BatchComplete));
        Assert.Equal(EventTypes.Completed, TestClient.Type(received[^1]));
    }

    [Fact]
    public async Task Subscriptions_and_attempts_are_limited()
    {
        var core = new CoreFixture(options => (options.MaxSubscriptionsPerConnection, options.MaxSubscribesPerSecond) = (2, 5));
        var client = core.Client();
        var codes = new List<string?>();

        foreach (var channel in new[] { core.Job, "user:alice", "system", "job:x", "job:x", "job:x", "job:x" })
            codes.Add((await client.SubscribeAsync(channel, null)).Error?.Code);

        Assert.Equal([null, null, "rate_limited", "not_found", "not_found", "rate_limited", "rate_limited"], codes);
        core.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("not_found", (await client.SubscribeAsync("job:x", null)).Error?.Code);
    }

    [Fact]
    [Trait("Seed", "S1.42")]
    public void Connections_of_one_user_are_limited_and_counted_down_again()
    {
        var core = new CoreFixture(options => options.MaxConnectionsPerUser = 2);
        var clients = Enumerable.Range(0, 3).Select(_ => core.Client()).ToArray();

        Assert.Equal([true, true, false], clients.Select(core.Core.Connections.TryAdd));
        Assert.True(core.Core.Connections.TryAdd(core.Client("bob")));
        clients[0].Gone();
        Assert.True(core.Core.Connections.TryAdd(clients[2]));
    }
}

using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Channels;

public sealed class OrderTests
{
    [Fact]
    [Trait("Seed", "S2.45")]
    public async Task Late_and_repeated_events_reach_the_client_once_and_in_order()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        var events = Enumerable.Range(0, 4).Select(_ => FakeLog.Bytes(core.Log.Append(core.Job))).ToArray();

        foreach (var i in new[] { 0, 2, 2, 0, 3, 1, 1, 3 })
            core.Backplane.Deliver(events[i]);

        await client.UntilAsync(c => c.Seqs.Count == 4);
        Assert.Equal([1, 2, 3, 4], client.Seqs);
    }

    [Fact]
    public async Task A_gap_that_does_not_close_is_fetched()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        core.Log.Append(core.Job); // never published
        core.Log.Append(core.Job);
        core.Say(1);
        Assert.Empty(client.Seqs);

        core.Time.Advance(core.Options.GapGrace);

        await client.UntilAsync(c => c.Seqs.Count == 3);
        Assert.Equal([1, 2, 3], client.Seqs);
    }

    [Fact]
    public async Task After_the_broker_was_away_what_was_missed_is_fetched()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        core.Say(1);
        core.Log.Append(core.Job);
        core.Log.Append(core.Job);
        core.Log.State(core.Job);

        core.Backplane.Reconnect();

        await client.UntilAsync(c => c.Seqs.Count == 3 && c.Versions(EventTypes.Progress).Count == 1);
        Assert.Equal([1, 2, 3], client.Seqs);
        Assert.Equal([4], client.Versions(EventTypes.Progress)); // made of the snapshot
    }

    [Fact]
    public async Task After_the_broker_was_away_a_users_channel_tells_how_its_jobs_stand()
    {
        var core = new CoreFixture();
        const string Alice = "user:alice";
        core.Log.Create(Alice);
        var client = core.Client();
        await client.JoinAsync(Alice);
        core.Backplane.Deliver(FakeLog.Bytes(core.Log.State(core.Job) with { Channel = Alice }));
        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Contains(1));
        core.Log.State(core.Job); // said to nobody

        core.Backplane.Reconnect();

        await Eventually.TrueAsync(() => core.Log.Questions == 3, TimeSpan.FromMinutes(1)); // to join, for the log, for the job
        await Eventually.TrueAsync(() => Moved(core, client).Contains(2), TimeSpan.FromMinutes(1));
        Assert.Equal([1, 2], client.Versions(EventTypes.Progress));

        static IReadOnlyList<long> Moved(CoreFixture core, TestClient client)
        {
            core.Time.Advance(TimeSpan.FromSeconds(1)); // state waits for its turn
            return client.Versions(EventTypes.Progress);
        }
    }

    [Fact]
    public async Task A_log_that_was_cut_away_in_between_is_said_not_skipped()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        core.Log.Append(core.Job);
        core.Log.CutBefore = 1;
        core.Say(1);

        core.Time.Advance(core.Options.GapGrace);

        var received = await client.UntilAsync(c => c.Received.Count > 0);
        Assert.Equal("unrecoverable", received[0].GetProperty("reason").GetString());
        Assert.Empty(client.Seqs);
    }

    [Fact]
    public async Task Progress_older_than_what_was_shown_is_dropped()
    {
        var core = new CoreFixture();
        var old = FakeLog.Bytes(core.Log.State(core.Job));
        var client = core.Client();
        await client.JoinAsync(core.Job); // the snapshot has version 1

        core.Backplane.Deliver(old);
        var second = FakeLog.Bytes(core.Log.State(core.Job));
        core.Progress(); // version 3
        core.Time.Advance(TimeSpan.FromSeconds(1));
        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Contains(3));
        core.Backplane.Deliver(second);
        core.Say(1); // version 4
        core.Progress(); // version 5
        core.Time.Advance(TimeSpan.FromSeconds(1));

        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Contains(5));
        Assert.Equal([3, 5], client.Versions(EventTypes.Progress));
    }

    [Fact]
    public async Task State_is_thinned_to_the_rate_and_the_newest_always_comes()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);

        core.Progress();
        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Contains(1));
        for (var i = 1; i < 50; i++)
        {
            core.Progress();
            core.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        core.Time.Advance(TimeSpan.FromMilliseconds(100));
        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Contains(50));
        Assert.InRange(client.Versions(EventTypes.Progress).Count, 2, 11);
        Assert.Equal(client.Versions(EventTypes.Progress).Order(), client.Versions(EventTypes.Progress));
    }

    [Theory]
    [InlineData(EventTypes.Completed)]
    [InlineData(EventTypes.Failed)]
    [InlineData(EventTypes.Cancelled)]
    [InlineData(EventTypes.Expired)]
    [Trait("Seed", "S4.11")]
    public async Task The_end_comes_last_and_then_the_subscription_ends(string terminal)
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        core.Progress();
        core.Progress(); // waits for its turn
        core.Say(1, terminal);
        core.Progress(); // too late
        core.Time.Advance(core.Options.EndedGrace);

        var received = await client.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));
        Assert.Equal(["progress", terminal, "unsubscribed"], received.Select(TestClient.Type).Distinct());
        Assert.Contains(2, client.Versions(EventTypes.Progress));
        Assert.DoesNotContain(4, client.Versions(EventTypes.Progress));
        Assert.Equal("ended", received[^1].GetProperty("reason").GetString());
        Assert.False(client.IsSubscribed(core.Job));
    }

    [Fact]
    [Trait("Seed", "D4")]
    public async Task An_ended_job_is_told_from_the_start_and_let_go()
    {
        var core = new CoreFixture();
        core.Say(3);
        core.Say(1, EventTypes.Completed);
        var client = core.Client();

        await client.JoinAsync(core.Job, after: 0);
        await client.UntilAsync(c => c.Seqs.Count == 4);
        core.Time.Advance(core.Options.EndedGrace);

        await client.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));
        Assert.Equal([1, 2, 3, 4], client.Seqs);
    }
}

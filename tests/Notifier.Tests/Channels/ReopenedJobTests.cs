using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>A job that had ended begins again: its channel speaks on, and nobody takes the end of before for the state of now.</summary>
public sealed class ReopenedJobTests
{
    [Fact]
    public async Task Who_is_still_there_hears_the_new_run_and_is_let_go_after_its_end_only()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        core.Say(1, EventTypes.Completed);
        core.Time.Advance(core.Options.EndedGrace / 2);

        core.Say(1, EventTypes.Queued);
        core.Time.Advance(core.Options.EndedGrace * 3);
        core.Say(1, EventTypes.Started);
        core.Progress();
        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Count == 1);
        Assert.Equal([1, 2, 3], client.Seqs);
        Assert.DoesNotContain(client.Received, e => TestClient.Type(e) == "unsubscribed");

        core.Say(1, EventTypes.Failed);
        await client.UntilAsync(c => c.Seqs.Count == 4);
        core.Time.Advance(core.Options.EndedGrace);
        var received = await client.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));
        Assert.Equal("ended", received[^1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Who_was_let_go_comes_again_with_its_cursor_and_misses_nothing()
    {
        var core = new CoreFixture();
        var before = core.Client();
        await before.JoinAsync(core.Job);
        core.Say(2, EventTypes.Completed);
        await before.UntilAsync(c => c.Seqs.Count == 2);
        core.Time.Advance(core.Options.EndedGrace);
        await before.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));

        core.Say(2, EventTypes.Queued);
        var joined = await before.JoinAsync(core.Job, after: 2);

        Assert.False(joined.Ended);
        await before.UntilAsync(c => c.Seqs.Count == 4);
        core.Time.Advance(core.Options.EndedGrace * 3);
        core.Say(1, EventTypes.Started);
        await before.UntilAsync(c => c.Seqs.Count == 5);
        Assert.Equal([1, 2, 3, 4, 5], before.Seqs);
    }

    [Fact]
    public async Task A_replay_over_the_end_of_a_run_goes_on_into_the_next()
    {
        var core = new CoreFixture();
        core.Say(1, EventTypes.Queued);
        core.Say(1, EventTypes.Completed);
        core.Say(1, EventTypes.Queued);

        var client = core.Client();
        var joined = await client.JoinAsync(core.Job, after: 0);
        await client.UntilAsync(c => c.Seqs.Count == 3);
        core.Time.Advance(core.Options.EndedGrace * 3);
        core.Progress();

        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Count == 1);
        Assert.False(joined.Ended);
        Assert.DoesNotContain(client.Received, e => TestClient.Type(e) == "unsubscribed");
    }

    [Theory]
    [InlineData("job")]
    [InlineData("user:alice")]
    public async Task What_was_on_its_way_when_it_ended_is_not_told_as_the_state_of_the_new_run(string where)
    {
        var core = new CoreFixture(options => options.StateEventsPerSecond = 0);
        var channel = where == "job" ? core.Job : where;
        var client = core.Client();
        await client.JoinAsync(channel);
        var late = core.Log.State(core.Job);

        Tell(core.Log.Append(core.Job, EventTypes.Completed));
        Tell(core.Log.Append(core.Job, EventTypes.Queued));
        Tell(late);
        var now = core.Log.State(core.Job);
        Tell(now);

        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Count > 0);
        Assert.Equal([now.Version!.Value], client.Versions(EventTypes.Progress));

        void Tell(ChannelEvent e)
        {
            if (e.Seq is not null && channel != core.Job)
                core.Log.Append(channel, e.Type);
            core.Backplane.Deliver(FakeLog.Bytes(e with { Channel = channel }));
        }
    }
}

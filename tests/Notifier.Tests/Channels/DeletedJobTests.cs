using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>S4.1: a source is deleted and crawled again; nobody is shown the job that was.</summary>
public sealed class DeletedJobTests
{
    [Fact]
    [Trait("Seed", "S4.1")]
    public async Task The_deleted_job_is_not_found_from_memory_either_and_who_listens_is_told()
    {
        var core = new CoreFixture();
        core.Say(5);
        var open = core.Client();
        await open.JoinAsync(core.Job, after: 0);
        await open.UntilAsync(c => c.Seqs.Count == 5);

        core.Log.Delete(core.Job);
        var answers = await Task.WhenAll(core.Client().SubscribeAsync(core.Job, null), core.Client().SubscribeAsync(core.Job, 3), open.SubscribeAsync(core.Job, null));
        var received = await open.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));

        Assert.All(answers, answer => Assert.Equal("not_found", answer.Error?.Code));
        Assert.Equal("not_found", received[^1].GetProperty("reason").GetString());
        core.Time.Advance(core.Options.ChannelGrace * 2);
        Assert.Equal(0, core.Registry.Count);
        Assert.Empty(core.Backplane.Bound);
    }

    [Fact]
    [Trait("Seed", "S4.1")]
    [Trait("Seed", "S4.2")]
    public async Task A_users_channel_forgets_the_progress_of_a_job_that_ended()
    {
        var core = new CoreFixture(options => options.StateEventsPerSecond = 0);
        const string Mine = "user:alice";
        var open = core.Client();
        await open.JoinAsync(Mine);
        Tell(core.Log.State(core.Job));
        await open.UntilAsync(c => c.Versions(EventTypes.Progress).Count == 1);
        Tell(core.Log.Append(core.Job, EventTypes.Completed) with { Seq = 1 });
        await open.UntilAsync(c => c.Seqs.Count == 1);
        core.Log.Delete(core.Job);

        var newcomer = core.Client();
        await newcomer.JoinAsync(Mine);
        Tell(core.Log.State($"job:{Guid.CreateVersion7()}") with { Version = 77 });

        await newcomer.UntilAsync(c => c.Versions(EventTypes.Progress).Count == 1);
        Assert.Equal([77], newcomer.Versions(EventTypes.Progress)); // and not the old card's

        void Tell(ChannelEvent e)
        {
            if (e.Seq is not null)
                core.Log.Append(Mine, e.Type);
            core.Backplane.Deliver(FakeLog.Bytes(e with { Channel = Mine }));
        }
    }
}

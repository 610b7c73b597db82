using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Tests.Channels;

public sealed class SubscribingTests
{
    [Fact]
    public async Task Without_after_the_snapshot_is_followed_by_what_comes_next()
    {
        var core = new CoreFixture();
        core.Say(3);
        var client = core.Client();

        var joined = await client.JoinAsync(core.Job);
        core.Say(2);

        await client.UntilAsync(c => c.Seqs.Count == 2);
        Assert.Equal([4, 5], client.Seqs);
        Assert.Equal((3, true), (joined.Seq, joined.Recovered));
        Assert.Equal("running", joined.Snapshot!.Value.GetProperty("status").GetString());
    }

    [Fact]
    [Trait("Seed", "S2.44")]
    public async Task With_after_everything_behind_it_comes_once_and_in_order()
    {
        var core = new CoreFixture(log: new FakeLog(pageSize: 7));
        core.Say(40);
        var client = core.Client();

        var joined = await client.JoinAsync(core.Job, after: 0);
        core.Say(10);

        await client.UntilAsync(c => c.Seqs.Count == 50);
        Assert.Equal(Numbers(1, 50), client.Seqs);
        Assert.Equal(40, joined.Seq);
    }

    [Fact]
    public async Task What_is_published_while_the_history_is_read_is_neither_lost_nor_repeated()
    {
        var core = new CoreFixture();
        core.Say(5);
        var answer = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        core.Log.BeforeAnswer = () =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        var client = core.Client();

        var joining = client.JoinAsync(core.Job, after: 2);
        await asked.Task;
        core.Say(5);
        answer.SetResult();
        await joining;
        core.Say(1);

        await client.UntilAsync(c => c.Seqs.Count == 9);
        Assert.Equal(Numbers(3, 11), client.Seqs);
    }

    [Fact]
    public async Task A_position_the_log_cannot_serve_is_said_and_it_goes_on_from_the_end()
    {
        var core = new CoreFixture();
        core.Say(5);
        var client = core.Client();

        var joined = await client.JoinAsync(core.Job, after: 99);
        core.Say(1);

        await client.UntilAsync(c => c.Seqs.Count == 1);
        Assert.Equal((5, false), (joined.Seq, joined.Recovered));
        Assert.Equal([6], client.Seqs);
    }

    [Fact]
    [Trait("Seed", "S2.52")]
    public async Task Another_users_job_and_an_unknown_one_are_the_same_to_a_stranger()
    {
        var core = new CoreFixture();
        var stranger = core.Client("mallory");

        foreach (var channel in new[] { core.Job, $"job:{Guid.NewGuid()}", "user:alice", "job:x", "jobs", "", "user:" })
        {
            var answer = await stranger.SubscribeAsync(channel, null);
            Assert.Equal("not_found", answer.Error?.Code);
        }

        Assert.Null((await stranger.SubscribeAsync("user:mallory", null)).Error);
        Assert.NotEqual(0, core.Log.Questions);
    }

    [Fact]
    public async Task A_reconnecting_crowd_is_served_from_memory()
    {
        var core = new CoreFixture();
        core.Say(20);
        var first = core.Client();
        await first.JoinAsync(core.Job, after: 0);
        await first.UntilAsync(c => c.Seqs.Count == 20);
        var before = core.Log.Questions;

        var crowd = Enumerable.Range(0, 200).Select(_ => core.Client()).ToArray();
        await Task.WhenAll(crowd.Select((client, i) => client.JoinAsync(core.Job, after: i % 20)));
        foreach (var (client, i) in crowd.Select((client, i) => (client, i)))
        {
            await client.UntilAsync(c => c.Seqs.Count == 20 - (i % 20));
            Assert.Equal(Numbers((i % 20) + 1, 20), client.Seqs);
        }

        // Who asks while the same question is under way shares its answer.
        Assert.InRange(core.Log.Questions - before, 1, 199);
    }

    [Fact]
    public async Task Subscribing_again_without_after_goes_on_undisturbed_and_with_after_starts_over()
    {
        var core = new CoreFixture();
        core.Say(2);
        var client = core.Client();
        await client.JoinAsync(core.Job, after: 0);
        await client.UntilAsync(c => c.Seqs.Count == 2);

        await client.JoinAsync(core.Job);
        core.Say(1);
        await client.UntilAsync(c => c.Seqs.Count == 3);
        await client.JoinAsync(core.Job, after: 1);
        core.Say(1);

        await client.UntilAsync(c => c.Seqs.Count == 6);
        Assert.Equal([1, 2, 3, 2, 3, 4], client.Seqs);
    }

    [Fact]
    [Trait("Seed", "S2.10")]
    public async Task After_unsubscribing_nothing_comes()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        core.Say(1);
        await client.UntilAsync(c => c.Seqs.Count == 1);

        Assert.True(client.Unsubscribe(core.Job, "client"));
        core.Say(3);
        core.Progress();

        await client.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));
        Assert.Equal([1], client.Seqs);
        Assert.False(client.Unsubscribe(core.Job, "client"));
    }

    [Fact]
    [Trait("Seed", "S4.10")]
    public async Task A_channel_nobody_wants_is_given_back_after_its_grace()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        Assert.Equal([ChannelShard.Of(core.Job)], core.Backplane.Bound);

        client.Gone();
        core.Time.Advance(core.Options.ChannelGrace / 2);
        Assert.Equal(1, core.Registry.Count);
        core.Time.Advance(core.Options.ChannelGrace);

        Assert.Equal(0, core.Registry.Count);
        Assert.Empty(core.Backplane.Bound);
    }

    [Fact]
    public async Task While_the_Api_is_away_a_new_subscriber_is_told_and_an_old_one_hears_on()
    {
        var core = new CoreFixture();
        var old = core.Client();
        await old.JoinAsync(core.Job);
        core.Log.Away = true;

        var answer = await core.Client().SubscribeAsync(core.Job, null);
        core.Say(1);

        Assert.Equal("unavailable", answer.Error?.Code);
        await old.UntilAsync(c => c.Seqs.Count == 1);
    }

    internal static IEnumerable<long> Numbers(long from, long to)
    {
        for (var i = from; i <= to; i++)
            yield return i;
    }
}

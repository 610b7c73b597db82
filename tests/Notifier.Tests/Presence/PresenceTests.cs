using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Tests.Channels;

namespace Trawl.Notifier.Tests.Presence;

public sealed class PresenceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Seed", "S1.41")]
    public async Task A_newcomer_is_told_who_is_there_and_the_others_that_it_came_and_went()
    {
        var replicas = new Replicas(1);
        var (alice, bob) = (replicas[0].Client("alice"), replicas[0].Client("bob"));
        await JoinAsync(alice, replicas, ["alice"]);
        replicas.Advance(Second);
        await JoinAsync(bob, replicas, ["alice", "bob"]);
        await IsToldAsync(alice, ["alice", "bob"]);

        bob.Gone();
        replicas.Advance(Second);

        await IsToldAsync(alice, ["alice"]);
        var versions = alice.Versions(EventTypes.Presence);
        Assert.Equal(versions.Distinct().Order(), versions);
        Assert.Equal(["type", "channel", "jobId", "seq", "version", "timestamp", "traceparent", "data"], alice.Received[^1].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task One_user_with_many_windows_is_one_user()
    {
        var replicas = new Replicas(1);
        var windows = Enumerable.Range(0, 100).Select(_ => replicas[0].Client("alice")).ToArray();
        foreach (var window in windows)
            await JoinAsync(window, replicas, ["alice"]);
        replicas.Advance(Second * 3);
        foreach (var window in windows.Skip(1))
            window.Gone();
        replicas.Advance(Second * 3);

        Assert.Single(windows[0].Versions(EventTypes.Presence)); // nothing changed
        Assert.Equal(1, replicas[0].Backplane.Published.Count(message => message.Channel == replicas.Job));
    }

    [Fact]
    public async Task A_crowd_is_told_of_at_most_once_a_second_and_by_so_many_names()
    {
        var replicas = new Replicas(1, options => options.MaxPresenceUsers = 10);
        var first = replicas[0].Client("u000");
        await JoinAsync(first, replicas, ["u000"]);
        foreach (var i in Enumerable.Range(1, 199))
            await JoinAsync(replicas[0].Client($"u{i:000}"), replicas, null);
        replicas.Advance(Second);

        var told = await IsToldAsync(first, [.. Enumerable.Range(0, 10).Select(i => $"u{i:000}")]);
        Assert.Equal(200, told.GetProperty("total").GetInt32());
        Assert.Equal(2, first.Versions(EventTypes.Presence).Count);
    }

    [Fact]
    public async Task Everybodys_channel_tells_nobodys_name()
    {
        var replicas = new Replicas(1);
        var client = replicas[0].Client("alice");
        await client.JoinAsync("system");
        await client.JoinAsync(replicas.Job);
        await IsToldAsync(client, ["alice"]);
        Assert.All(client.Received, e => Assert.Equal(replicas.Job, e.GetProperty("channel").GetString()));
    }

    [Fact]
    [Trait("Seed", "S4.21")]
    public async Task Replicas_tell_each_other_and_whoever_comes_later_asks()
    {
        var replicas = new Replicas(3);
        var (alice, bob, carol) = (replicas[0].Client("alice"), replicas[1].Client("bob"), replicas[2].Client("carol"));
        await JoinAsync(alice, replicas, ["alice"]);
        await bob.JoinAsync(replicas.Job);
        replicas.Advance(Second);
        await IsToldAsync(alice, ["alice", "bob"]);
        await IsToldAsync(bob, ["alice", "bob"]);

        await carol.JoinAsync(replicas.Job);
        replicas.Advance(Second * 2);

        foreach (var client in new[] { alice, bob, carol })
            await IsToldAsync(client, ["alice", "bob", "carol"]);
        bob.Gone();
        replicas.Advance(Second * 2);
        foreach (var client in new[] { alice, carol })
            await IsToldAsync(client, ["alice", "carol"]);
        Assert.DoesNotContain(alice.Received, e => TestClient.Type(e).StartsWith("presence_", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Seed", "S4.21")]
    public async Task A_replica_that_says_nothing_for_half_a_minute_is_gone_and_when_it_is_back_it_is_there()
    {
        var replicas = new Replicas(2);
        var (alice, bob) = (replicas[0].Client("alice"), replicas[1].Client("bob"));
        await alice.JoinAsync(replicas.Job);
        await bob.JoinAsync(replicas.Job);
        replicas.Advance(Second * 60);
        await IsToldAsync(alice, ["alice", "bob"]); // signs of life keep it

        replicas.CutOff.Add(1);
        replicas.Advance(Second * 50);
        await IsToldAsync(alice, ["alice"]);
        await IsToldAsync(bob, ["bob"]);

        replicas.CutOff.Clear();
        replicas[1].Backplane.Reconnect();
        replicas.Advance(Second * 3);
        await IsToldAsync(alice, ["alice", "bob"]);
        await IsToldAsync(bob, ["alice", "bob"]);
    }

    [Fact]
    public async Task A_replica_that_stops_takes_its_users_along()
    {
        var replicas = new Replicas(2);
        var (alice, bob) = (replicas[0].Client("alice"), replicas[1].Client("bob"));
        await alice.JoinAsync(replicas.Job);
        await bob.JoinAsync(replicas.Job);
        replicas.Advance(Second * 15);

        await replicas[1].Signs.StopAsync(CancellationToken.None);
        replicas.Advance(Second);

        await IsToldAsync(alice, ["alice"]);
    }

    [Fact]
    public async Task Presence_disturbs_no_jobs_progress_and_ends_with_the_job()
    {
        var replicas = new Replicas(1, options => options.StateEventsPerSecond = 0);
        var alice = replicas[0].Client("alice");
        await JoinAsync(alice, replicas, ["alice"]);
        replicas[0].Progress();
        await alice.UntilAsync(c => c.Versions(EventTypes.Progress).Count == 1);
        replicas[0].Say(1, EventTypes.Completed);
        await alice.UntilAsync(c => c.Seqs.Count == 1);

        await replicas[0].Client("bob").JoinAsync(replicas.Job);
        replicas.Advance(Second);

        Assert.Single(alice.Versions(EventTypes.Presence));
        Assert.Equal(EventTypes.Completed, TestClient.Type(alice.Received.Last(e => TestClient.Type(e) != "unsubscribed")));
    }

    [Fact]
    public async Task A_malformed_part_is_nobodys_business()
    {
        var replicas = new Replicas(1);
        var alice = replicas[0].Client("alice");
        await JoinAsync(alice, replicas, ["alice"]);

        foreach (var data in new[] { "7", "{}", """{"replica":"x"}""", """{"replica":null,"users":[]}""", """{"replica":"x","users":[1],"total":1}""" })
            replicas[0].Backplane.Deliver(System.Text.Encoding.UTF8.GetBytes($$"""{"type":"presence_part","channel":"{{replicas.Job}}","timestamp":"2026-01-01T00:00:00Z","data":{{data}}}"""));
        replicas[0].Say(1);

        await alice.UntilAsync(c => c.Seqs.Count == 1);
        Assert.Single(alice.Versions(EventTypes.Presence));
        Assert.Equal(2, alice.Received.Count);
    }

    private static async Task JoinAsync(TestClient client, Replicas replicas, string[]? users)
    {
        await client.JoinAsync(replicas.Job);
        await client.UntilAsync(c => c.Versions(EventTypes.Presence).Count > 0);
        replicas.Exchange();
        if (users is not null)
            await IsToldAsync(client, users);
    }

    private static async Task<JsonElement> IsToldAsync(TestClient client, string[] users)
    {
        JsonElement Last(TestClient c) => c.Received.LastOrDefault(e => TestClient.Type(e) == EventTypes.Presence);
        await client.UntilAsync(c => Last(c) is { ValueKind: JsonValueKind.Object } last && Users(last).SequenceEqual(users));
        return Last(client).GetProperty("data");
    }

    private static IEnumerable<string> Users(JsonElement presence) => presence.GetProperty("data").GetProperty("users").EnumerateArray().Select(user => user.GetString()!);
}

using Microsoft.Extensions.Options;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Tests.Callers;

/// <summary>What becomes of a connection when what let it in has ended: whatever its transport.</summary>
public sealed class LapseTests : IDisposable
{
    private readonly CoreFixture _core = new(options => options.SilenceTimeout = TimeSpan.FromMinutes(5));
    private readonly ConnectionSweep _sweep;

    public LapseTests()
    {
        _core.Callers.BelievesCallers = false;
        _sweep = new ConnectionSweep(_core.Core.Connections, Options.Create(_core.Options), _core.Callers, _core.Time);
        _ = _sweep.StartAsync(CancellationToken.None);
    }

    public void Dispose() => _sweep.Dispose();

    [Fact]
    public async Task When_a_token_expires_its_subscriptions_end_with_the_reason_and_after_a_grace_the_connection()
    {
        var client = Connect(_core.Callers.Add("old", "alice", In(seconds: 90)));
        await client.JoinAsync(_core.Job);
        await client.JoinAsync("user:alice");
        _core.Say(1);
        Pass(seconds: 91);
        _core.Say(1);

        var told = await client.UntilAsync(c => c.Received.Count(e => TestClient.Type(e) == "unsubscribed") == 2);
        Assert.All(told.Where(e => TestClient.Type(e) == "unsubscribed"), e => Assert.Equal("token_expired", e.GetProperty("reason").GetString()));
        Assert.Equal([1L], client.Seqs);
        Assert.Equal("unauthorized", (await client.SubscribeAsync(_core.Job, 0)).Error?.Code);
        Assert.Null(client.ClosedWith);

        Pass(seconds: 30);
        Assert.Equal("token_expired", client.ClosedWith);
    }

    [Fact]
    public async Task Who_says_anew_who_it_is_before_the_end_notices_nothing()
    {
        var client = Connect(_core.Callers.Add("old", "alice", In(seconds: 60)));
        _core.Callers.Add("new", "alice", In(seconds: 600));
        await client.JoinAsync(_core.Job);

        Assert.Null(await client.RenewAsync("new"));
        Pass(seconds: 300);
        _core.Say(1, EventTypes.Stage);

        await client.UntilAsync(c => c.Seqs.Count == 1);
        Assert.DoesNotContain(client.Received, e => TestClient.Type(e) == "unsubscribed");
    }

    [Fact]
    public async Task Who_says_it_within_the_grace_may_subscribe_again_and_misses_nothing()
    {
        var client = Connect(_core.Callers.Add("old", "alice", In(seconds: 60)));
        _core.Callers.Add("new", "alice");
        await client.JoinAsync(_core.Job, 0);
        Pass(seconds: 70);
        _core.Say(2);

        Assert.Null(await client.RenewAsync("new"));
        await client.JoinAsync(_core.Job, 0);
        Pass(seconds: 120);
        await client.UntilAsync(c => c.Seqs.Count == 2);
        Assert.Null(client.ClosedWith);
    }

    [Theory]
    [InlineData("bob", false, "not_allowed")]
    [InlineData("alice", true, "not_allowed")]
    [InlineData(null, false, "invalid_token")]
    public async Task A_renewal_that_does_not_hold_changes_nothing(string? user, bool admin, string code)
    {
        var client = Connect(_core.Callers.Add("old", "alice", In(seconds: 60)));
        if (user is not null)
            _core.Callers.Add("other", user, admin: admin);
        await client.JoinAsync(_core.Job);

        Assert.Equal(code, (await client.RenewAsync("other"))?.Code);
        Assert.Equal("invalid_message", (await client.RenewAsync(""))?.Code);
        _core.Say(1);
        await client.UntilAsync(c => c.Seqs.Count == 1);
        Assert.Equal("alice", client.Caller.UserId);
        Pass(seconds: 61);
        await client.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));
    }

    [Fact]
    public async Task What_is_withdrawn_is_noticed_within_a_minute()
    {
        var caller = _core.Callers.Add("key", "alice");
        var (client, other) = (Connect(caller), Connect(_core.Callers.Add("another", "alice")));
        await client.JoinAsync(_core.Job);
        await other.JoinAsync(_core.Job);
        Pass(seconds: 5);
        _core.Callers.Withdrawn.Add(caller.Credential!);
        Pass(seconds: 60);

        var told = await client.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "unsubscribed"));
        Assert.Equal("token_revoked", told[^1].GetProperty("reason").GetString());
        Pass(seconds: 30);
        Assert.Equal("token_revoked", client.ClosedWith);
        _core.Say(1);
        await other.UntilAsync(c => c.Seqs.Count == 1);
    }

    [Fact]
    public async Task A_subscription_that_was_on_its_way_is_answered_and_opens_nothing()
    {
        var client = Connect(_core.Callers.Add("old", "alice", In(seconds: 5)));
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        _core.Log.BeforeAnswer = () =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        var subscribing = client.SubscribeAsync(_core.Job, 0);
        await asked.Task;
        Pass(seconds: 6);
        answer.SetResult();

        Assert.Equal("unauthorized", (await subscribing).Error?.Code);
        _core.Say(1);
        Assert.Empty(client.Seqs);
    }

    private TestClient Connect(Caller caller)
    {
        var client = _core.Client(caller);
        Assert.True(_core.Core.Connections.TryAdd(client));
        return client;
    }

    private DateTimeOffset In(int seconds) => _core.Time.GetUtcNow().AddSeconds(seconds);

    private void Pass(int seconds) => _core.Time.Advance(TimeSpan.FromSeconds(seconds));
}

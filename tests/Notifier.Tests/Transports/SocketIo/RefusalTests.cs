using Trawl.TestSupport;
using static Trawl.Notifier.Tests.Transports.SocketIo.SocketIoTests;

namespace Trawl.Notifier.Tests.Transports.SocketIo;

/// <summary>What a client may not do, and what it is told.</summary>
public sealed class RefusalTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("subscribe", "\"nonsense\"", "not_found")]
    [InlineData("subscribe", "\"\"", "invalid_message")]
    [InlineData("subscribe", "7", "invalid_message")]
    [InlineData("subscribe", "{}", "invalid_message")]
    [InlineData("subscribe", "null", "invalid_message")]
    [InlineData("subscribe", "{\"jobId\":7}", "invalid_message")]
    [InlineData("subscribe", "{\"jobId\":\"0198c0de-0000-7000-8000-000000000000\",\"after\":-1}", "invalid_message")]
    [InlineData("subscribe", "{\"jobId\":\"0198c0de-0000-7000-8000-000000000000\",\"after\":\"x\"}", "invalid_message")]
    [InlineData("subscribe", "\"0198c0de-0000-7000-8000-000000000000\"", "not_found")]
    [InlineData("subscribe", "{\"userId\":\"bob\"}", "not_found")]
    [InlineData("client:join", "\"bob\"", "not_found")]
    [InlineData("client:join", "{\"userId\":\"\"}", "invalid_message")]
    [InlineData("unsubscribe", "[]", "invalid_message")]
    [InlineData("dance", "1", "invalid_message")]
    [Trait("Seed", "S2.52")]
    [Trait("Seed", "S1.42")]
    public async Task A_bad_wish_is_answered_and_the_connection_stays(string name, string argument, string code)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app);

        await client.SendAsync($"427[\"{name}\",{argument}]");
        var error = await client.NextAsync();
        var ack = await client.ReceiveAsync();
        await client.SendAsync("428[\"ping\"]");

        Assert.Equal(("error", code), (error.Name, Text(error, "code")));
        Assert.Equal(["sessionId", "jobId", "status", "error", "code", "timestamp"], error.Argument.EnumerateObject().Select(p => p.Name));
        Assert.StartsWith("437[{\"ok\":false,", ack, StringComparison.Ordinal);
        Assert.Equal("438[{\"ok\":true}]", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("\"session-1\"", "session-1")]
    [InlineData("{\"jobId\":\"session-1\"}", "session-1")]
    [InlineData("\"0198c0de-0000-7000-8000-000000000000\"", "0198c0de-0000-7000-8000-000000000000")]
    [InlineData("{\"jobId\":\"0198c0de-0000-7000-8000-000000000000\",\"after\":-1}", "0198c0de-0000-7000-8000-000000000000")]
    [Trait("Seed", "S2.46")]
    [Trait("Seed", "S2.42")]
    public async Task A_refusal_names_the_session_that_was_asked_for(string argument, string session)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app);

        await client.SendAsync($"42[\"subscribe\",{argument}]");
        var error = await client.NextAsync();

        Assert.Equal(("error", session, session), (error.Name, Text(error, "sessionId"), Text(error, "jobId")));
    }

    [Fact]
    [Trait("Seed", "S1.42")]
    [Trait("Seed", "S2.52")]
    public async Task Messages_and_subscriptions_are_limited()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessagesPerSecond", "5"), ("Notifier:MaxSubscriptionsPerConnection", "1"));
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", Id(app));
        await client.UntilAsync("job:progress");
        await client.EmitAsync("client:join", "alice");
        Assert.Equal("rate_limited", Text(await client.NextAsync(), "code"));

        for (var i = 0; i < 8; i++)
            await client.EmitAsync("ping");
        Assert.Equal("rate_limited", Text(await client.NextAsync(), "code"));

        for (var i = 0; i < 100; i++)
            await client.EmitAsync("ping");
        while (await client.ReceiveAsync() is not null)
        {
            // Who does not stop at all is closed.
        }
    }

    [Fact]
    public async Task Who_has_too_many_connections_is_refused_with_the_reason()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxConnectionsPerUser", "1"));
        using var first = await SocketIoClient.ConnectAsync(app);
        using var second = await SocketIoClient.OpenAsync(app);
        await second.SendAsync("40");

        Assert.Equal("44{\"message\":\"At most 1 connections.\",\"data\":{\"code\":\"rate_limited\"}}", await second.ReceiveAsync());
    }

    [Theory]
    [InlineData("40/admin,", "44/admin,{\"message\":\"Invalid namespace\"}")]
    [InlineData("40{\"userId\":\"\"}", "44{\"message\":\"A user id has 1 to 128 characters and no control characters.\",\"data\":{\"code\":\"invalid_user_id\"}}")]
    [InlineData("40{\"userId\":7}", "44{\"message\":\"A user id has 1 to 128 characters and no control characters.\",\"data\":{\"code\":\"invalid_user_id\"}}")]
    public async Task A_connect_that_cannot_be_is_an_error_and_may_be_tried_again(string connect, string answer)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.OpenAsync(app);

        await client.SendAsync(connect);
        Assert.Equal(answer, await client.ReceiveAsync());

        await client.SendAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("42[\"subscribe\",1]")]
    [InlineData("4abc")]
    [InlineData("abc")]
    public async Task Who_speaks_before_joining_or_no_protocol_is_closed(string text)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.OpenAsync(app);
        await client.SendAsync(text);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Seed", "S0.31")]
    public async Task A_poller_that_does_not_poll_is_bounded_and_gets_the_newest_state()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxWaitingLogEvents", "50"), ("Notifier:StateEventsPerSecond", "0"));
        using var slow = await SocketIoClient.ConnectAsync(app, polls: true);
        await slow.EmitAsync("subscribe", Id(app));
        await slow.UntilAsync("job:progress");
        var connection = Registry(app).All.Single();

        for (var i = 0; i < 40; i++)
            app.Progress();
        await app.SayAsync(20);
        var told = await slow.UntilAsync("stage", e => e.Seq == 20);
        Assert.InRange(told.Count(e => e.Name == "progress"), 0, 39);
        Assert.Equal(Enumerable.Range(1, 20), told.Where(e => e.Name == "stage").Select(e => (int)e.Seq!));

        await app.SayAsync(200);
        await Eventually.TrueAsync(() => connection.ClosingSince != 0, Deadline);
        var last = await slow.UntilAsync("error");
        Assert.Equal("slow_consumer", Text(last[^1], "code"));
        Assert.Null(await slow.ReceiveAsync());
    }
}

using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Engine;

/// <summary>From polling to a WebSocket.</summary>
public sealed class UpgradeTests
{
    [Fact]
    [Trait("Seed", "S2.43")]
    public async Task A_session_changes_to_a_websocket_and_nothing_is_lost_or_told_twice()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        await client.OpenAsync();
        await client.PostAsync("40");
        await client.PollAsync();
        await client.PostAsync($"42[\"subscribe\",{{\"jobId\":\"{app.Job[4..]}\",\"after\":0}}]");
        var text = new StringBuilder((await client.PollAsync()).Body);

        await app.SayAsync(3);
        await client.UpgradeAsync();
        await app.SayAsync(3);
        while (!text.ToString().Contains("\"seq\":6", StringComparison.Ordinal))
            text.Append(await client.ReceiveAsync());

        var told = text.ToString().Split("\"stage\"", StringSplitOptions.None);
        Assert.Equal(7, told.Length);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PollAsync()).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("3")).Status);
    }

    [Fact]
    public async Task A_poll_that_waits_is_ended_by_the_probe_and_a_second_socket_is_turned_away()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        await client.OpenAsync();
        var poll = client.PollAsync();

        using var socket = await client.ProbeAsync();
        await EngineClient.SendAsync(socket, "2probe");
        Assert.Equal("3probe", await EngineClient.ReceiveAsync(socket));
        Assert.Equal((HttpStatusCode.OK, "6"), await poll);
        using var second = await client.ProbeAsync();
        Assert.Null(await EngineClient.ReceiveAsync(second));

        await EngineClient.SendAsync(socket, "5");
        await EngineClient.SendAsync(socket, "40");
        Assert.StartsWith("40", await EngineClient.ReceiveAsync(socket), StringComparison.Ordinal);
        using var third = await client.ProbeAsync();
        Assert.Null(await EngineClient.ReceiveAsync(third));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("5")]
    [InlineData("4hello")]
    public async Task A_change_that_begins_wrongly_leaves_the_session_as_it_was(string first)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        await client.OpenAsync();
        using var socket = await client.ProbeAsync();
        await EngineClient.SendAsync(socket, first);
        Assert.Null(await EngineClient.ReceiveAsync(socket));

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("40")).Status);
        Assert.StartsWith("40", (await client.PollAsync()).Body, StringComparison.Ordinal);
        await client.UpgradeAsync();
    }

    [Fact]
    public async Task A_change_that_is_never_finished_is_dropped_and_polling_goes_on()
    {
        var time = new ManualTime();
        await using var app = await NotifierApp.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time), ("Notifier:WriteInterval", "00:00:00"));
        using var client = new EngineClient(app);
        await client.OpenAsync();
        using var socket = await client.ProbeAsync();
        await EngineClient.SendAsync(socket, "2probe");
        Assert.Equal("3probe", await EngineClient.ReceiveAsync(socket));

        time.Advance(TimeSpan.FromSeconds(12));
        Assert.Null(await EngineClient.ReceiveAsync(socket));

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("40")).Status);
        Assert.StartsWith("40", (await client.PollAsync()).Body, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.WebSockets;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Tests.Transports;

public sealed class SignalRTests
{
    [Fact]
    public async Task The_answer_comes_before_the_events_and_they_come_once_and_in_order()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(30);
        var seen = System.Threading.Channels.Channel.CreateUnbounded<string>();
        await using var hub = await ConnectAsync(app);
        hub.On<JsonElement>(EventTypes.Stage, e => seen.Writer.TryWrite($"{e.GetProperty("seq")}"));
        hub.On<JsonElement>(EventTypes.Completed, e => seen.Writer.TryWrite($"{e.GetProperty("seq")}"));
        hub.On<JsonElement>("unsubscribed", e => seen.Writer.TryWrite($"{e.GetProperty("reason")}"));

        var joined = await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, 0L);
        await app.SayAsync(10);
        await app.SayAsync(1, EventTypes.Completed);

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var got = new List<string>();
        while (got.LastOrDefault() != "ended")
            got.Add(await seen.Reader.ReadAsync(deadline.Token));
        Assert.Equal([.. Enumerable.Range(1, 41).Select(i => $"{i}"), "ended"], got);
        Assert.Equal(30, joined.GetProperty("seq").GetInt64());
        Assert.True(joined.GetProperty("recovered").GetBoolean());
        Assert.Equal("running", joined.GetProperty("snapshot").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Errors_carry_their_code_and_an_unsubscribed_channel_is_silent()
    {
        await using var app = await NotifierApp.StartAsync();
        var seen = 0;
        await using var hub = await ConnectAsync(app);
        hub.On<JsonElement>(EventTypes.Stage, _ => Interlocked.Increment(ref seen));

        var unknown = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement>("Subscribe", "job:1", null));
        await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, null);
        await hub.InvokeAsync("Unsubscribe", app.Job);
        await app.SayAsync(5);
        var again = await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, null);

        Assert.Contains("not_found", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(5, again.GetProperty("seq").GetInt64());
        Assert.Equal(0, seen);
    }

    [Fact]
    public async Task A_cursor_moved_by_one_is_seen_by_another()
    {
        await using var app = await NotifierApp.StartAsync();
        await using var one = await ConnectAsync(app);
        await using var other = await ConnectAsync(app);
        var seen = new TaskCompletionSource<JsonElement>();
        other.On<JsonElement>(EventTypes.Cursor, e => seen.TrySetResult(e));
        await one.InvokeAsync<JsonElement>("Subscribe", app.Job, null);
        await other.InvokeAsync<JsonElement>("Subscribe", app.Job, null);

        await one.InvokeAsync("Move", app.Job, new { target = "title", position = 4 });

        var cursor = await seen.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("title", cursor.GetProperty("data").GetProperty("target").GetString());
    }

    private static async Task<HubConnection> ConnectAsync(NotifierApp app)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory, SocketFactory>();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new UriBuilder(app.Address) { Scheme = "ws", Path = "/hubs/jobs", Query = "?userId=alice" }.Uri));
        var hub = builder.Build();
        await hub.StartAsync();
        return hub;
    }

    private sealed class UriEndPoint(Uri uri) : EndPoint
    {
        public Uri Uri { get; } = uri;
    }

    /// <summary>The client package's WebSocket transport is not to be had here: negotiation is skipped, and this is the rest.</summary>
    private sealed class SocketFactory : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            var stream = WebSocketStream.Create(socket, WebSocketMessageType.Text, ownsWebSocket: true);
            return new SocketConnection(PipeReader.Create(stream), PipeWriter.Create(stream));
        }
    }

    private sealed class SocketConnection(PipeReader input, PipeWriter output) : DefaultConnectionContext(Guid.NewGuid().ToString(), new Pipes(input, output), new Pipes(input, output));

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Realtime.Publishing;

namespace Trawl.Realtime.Servers;

/// <summary>Raw WebSockets on Kestrel as one writes them: serialised once, a bounded queue and a writer each, one send a message.</summary>
internal sealed class SocketServer : ISelfPublishing
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Channel<byte[]>>> _channels = [];

    public void Add(WebApplicationBuilder builder) => builder.Services.AddRouting();

    public void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/ws", ServeAsync);
    }

    public IEventSink Sink(IServiceProvider services, int channels, bool paced) => new Queues(_channels);

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(256) { SingleReader = true });
        await socket.SendAsync("{\"type\":\"subscribed\"}"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
        _channels.AddOrUpdate(context.Request.Query["channel"].ToString(), [queue], (_, queues) => queues.Add(queue));
        var writing = WriteAsync(socket, queue, context.RequestAborted);
        var inbound = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(inbound, context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client is gone.
        }

        queue.Writer.TryComplete();
        await writing;
    }

    private static async Task WriteAsync(WebSocket socket, Channel<byte[]> queue, CancellationToken gone)
    {
        try
        {
            await foreach (var message in queue.Reader.ReadAllAsync(gone))
                await socket.SendAsync(message, WebSocketMessageType.Text, true, gone);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private sealed class Queues(ConcurrentDictionary<string, ImmutableArray<Channel<byte[]>>> all) : IEventSink
    {
        public long Dropped => 0;

        public async ValueTask SendAsync(string channel, byte[] json)
        {
            if (!all.TryGetValue(channel, out var queues))
                return;
            foreach (var queue in queues)
            {
                if (!queue.Writer.TryWrite(json))
                    await WriteAsync(queue, json);
            }
        }

        public Task FlushAsync() => Task.CompletedTask;

        private static async Task WriteAsync(Channel<byte[]> queue, byte[] json)
        {
            try
            {
                await queue.Writer.WriteAsync(json);
            }
            catch (ChannelClosedException)
            {
                // The client is gone.
            }
        }
    }
}

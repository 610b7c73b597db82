using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>Text over a WebSocket.</summary>
internal static class Sockets
{
    public static async Task<ClientWebSocket> OpenAsync(Uri server, string path, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{server.Authority}{path}"), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One connection, and no other after it. Left alone, the framework sends a poll again on a new one when the line was
    /// cut before a byte of the answer came; the events of that answer would be lost, and neither side would notice.
    /// </summary>
    public static HttpClient Polling(Uri server)
    {
        var connections = 0;
        return new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectOnceAsync }) { BaseAddress = server };

        async ValueTask<Stream> ConnectOnceAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref connections) > 1)
                throw new IOException("The line was cut.");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    public static Task SendAsync(this ClientWebSocket socket, string text, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    public static async IAsyncEnumerable<string> MessagesAsync(this ClientWebSocket socket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[2048];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, length * 2);
                result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            if (result.MessageType == WebSocketMessageType.Close)
                yield break;
            yield return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}

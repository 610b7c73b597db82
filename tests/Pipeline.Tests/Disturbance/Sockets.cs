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

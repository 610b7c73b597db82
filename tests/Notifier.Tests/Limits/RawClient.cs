using System.Net.Sockets;
using System.Text;

namespace Trawl.Notifier.Tests.Limits;

/// <summary>A line to the server on which anything can be said.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly Uri _server;

    private RawClient(Socket socket, Uri server) => (_socket, _server) = (socket, server);

    public static async Task<RawClient> ConnectAsync(Uri server, int receiveBuffer = 0)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(server.Host, server.Port);
        return new RawClient(socket, server);
    }

    /// <summary>A request; one for a WebSocket is followed by frames.</summary>
    public Task RequestAsync(string path, bool upgrade, string headers = "") => SendAsync(
        $"GET {path} HTTP/1.1\r\nHost: {_server.Authority}\r\n"
        + (upgrade ? "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" : "")
        + headers + "\r\n");

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends for as long as the server takes it.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, deadline.Token)..];
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // It has had enough of us: that is an answer, too.
        }
    }

    /// <summary>Reads until the server closes, or has been silent for a moment.</summary>
    public async Task<string> ReceiveAsync(TimeSpan silence)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                using var deadline = new CancellationTokenSource(silence);
                var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, deadline.Token);
                if (length == 0)
                    return text.ToString();
                text.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return text.ToString();
        }
    }

    public void Dispose() => _socket.Dispose();
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trawl.TestSupport.Live;

/// <summary>The way between a client and the server. A test can cut it (both ends see a reset), stall it (nobody sees anything) and refuse.</summary>
public sealed class CutLine : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _open = [];
    private readonly Task _run;
    private TaskCompletionSource _flowing = Flowing();

    /// <summary>Opens a way to a server.</summary>
    public CutLine(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _run = AcceptAsync();
    }

    /// <summary>What the client is told to be the server.</summary>
    public Uri Address { get; }

    /// <summary>Whether a request for this path and query is answered by a reset, as by a proxy that does not know WebSockets. None is, at first.</summary>
    public Predicate<string> Refuses { get; set; } = _ => false;

    /// <summary>Resets everything that goes through it now; what comes later goes through, unless it is refused.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (var socket in _open)
                Reset(socket);
            _open.Clear();
        }
    }

    /// <summary>From now on nothing arrives at either end, and no end is told.</summary>
    public void Stall() => _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held back arrives, and all that follows.</summary>
    public void Flow() => _flowing.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _run;
        Flow();
        Cut();
    }

    private static TaskCompletionSource Flowing()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = JoinAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task JoinAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (_open)
            _open.AddRange([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server.Port);
            await Task.WhenAll(CopyAsync(client, server, bytes => Refuses(PathOf(bytes))), CopyAsync(server, client, _ => false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset(client); // cut, or the server is away
        }

        client.Dispose();
        server.Dispose();
        lock (_open)
            _open.RemoveAll(socket => socket == client || socket == server);
    }

    private async Task CopyAsync(Socket from, Socket to, Predicate<ArraySegment<byte>> refuses)
    {
        try
        {
            var buffer = new byte[16_384];
            while (await from.ReceiveAsync(buffer) is var length and > 0)
            {
                await _flowing.Task;
                if (refuses(new ArraySegment<byte>(buffer, 0, length)))
                    throw new SocketException((int)SocketError.ConnectionRefused);
                await to.SendAsync(buffer.AsMemory(0, length));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // What one end is told, the other is: the way back would wait for ever.
            Reset(from);
            Reset(to);
            throw;
        }
    }

    /// <summary>Clients send a request when the answer to the one before is there: it begins where a piece begins.</summary>
    private static string PathOf(ArraySegment<byte> bytes)
    {
        var line = Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Count, 256)]).Split(' ', 3);
        return line.Length == 3 && line[0] is "GET" or "POST" or "PATCH" or "DELETE" or "HEAD" ? line[1] : "";
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself.
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trawl.Crawler.Tests.Sites;

/// <summary>A server that says whatever the test wants, HTTP or not: for what a real one is too well-behaved to do.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private int connections;

    private RawServer(Func<RawConnection, Task> script)
    {
        listener.Start();
        accepting = AcceptAsync(script);
    }

    public string Url => $"http://{listener.LocalEndpoint}";

    public int Connections => Volatile.Read(ref connections);

    /// <summary>Plays the script on each connection, and closes it at the script's end.</summary>
    public static RawServer Start(Func<RawConnection, Task> script) => new(script);

    /// <summary>Answers one request a connection with these bytes.</summary>
    public static RawServer Answering(byte[] answer) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync(answer);
    });

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync(Func<RawConnection, Task> script)
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stopping.Token);
                Interlocked.Increment(ref connections);
                open.Add(PlayAsync(new RawConnection(socket, Connections, stopping.Token), script));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }

        await Task.WhenAll(open);
    }

    private static async Task PlayAsync(RawConnection connection, Func<RawConnection, Task> script)
    {
        try
        {
            await script(connection);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // The client went, which is its right.
        }
        finally
        {
            connection.Close();
        }
    }
}

/// <param name="socket">The connection.</param>
/// <param name="number">Counted from 1.</param>
/// <param name="stopping">Cancelled when the test is over.</param>
internal sealed class RawConnection(Socket socket, int number, CancellationToken stopping)
{
    public int Number => number;

    public CancellationToken Stopping => stopping;

    /// <summary>Reads a request's head; null when the client hung up.</summary>
    public async Task<string?> ReadRequestAsync()
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, stopping);
            if (read == 0)
                return null;
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return head.ToString();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent), stopping);
    }

    /// <summary>Hangs up in the rudest way.</summary>
    public void Reset() => socket.Close(0);

    public void Close()
    {
        if (!socket.SafeHandle.IsClosed && socket.Connected)
            socket.Shutdown(SocketShutdown.Send);
        socket.Dispose();
    }
}

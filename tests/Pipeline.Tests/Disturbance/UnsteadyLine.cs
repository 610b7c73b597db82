using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>A way to a server on which no connection lasts: each is cut after a second or so, in one of the ways of <see cref="Cut"/>.</summary>
public sealed class UnsteadyLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Cut, int> _cuts = new();
    private readonly ConcurrentBag<Task> _served = [];
    private readonly Uri _server;
    private readonly Random _random;
    private readonly Task _accepting;

    public UnsteadyLine(Uri server, int seed)
    {
        (_server, _random) = (server, new Random(seed));
        _listener.Start(512);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Address { get; }

    /// <summary>How many connections were cut, by the way.</summary>
    public IReadOnlyDictionary<Cut, int> Cuts => _cuts;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _served.Add(ServeAsync(client, new Random(_random.Next())));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client, Random random)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                var line = new ShortLine(client, server);
                if (await line.CarryAsync(TimeSpan.FromMilliseconds(random.Next(200, 2000)), _stop.Token))
                    return;
                var cut = (Cut)random.Next(4);
                _cuts.AddOrUpdate(cut, 1, static (_, count) => count + 1);
                await line.CutAsync(cut, TimeSpan.FromMilliseconds(random.Next(200, 1200)), _stop.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Either side is gone: what a line is for.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_served);
        _stop.Dispose();
    }
}

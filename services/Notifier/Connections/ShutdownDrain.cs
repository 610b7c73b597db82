using System.Diagnostics;
using System.Globalization;

namespace Trawl.Notifier.Connections;

/// <summary>
/// The end of this process as its clients see it: all are told at once, each with its own moment to come back; then they are
/// closed a few at a time, what waits for them first. Who comes meanwhile is sent elsewhere.
/// </summary>
internal sealed class ShutdownDrain(ConnectionRegistry connections, NotifierOptions options, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    // A few clients need no spreading, and whoever stops a process with one of them does not want to wait.
    private static readonly TimeSpan MostPerClient = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(1);
    private CancellationTokenRegistration _stopping;

    /// <summary>For transports that have something of their own to stop: called when it begins.</summary>
    public event Action? Begun;

    /// <summary>No new clients.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>When a client that is refused may try again.</summary>
    public string RetryAfterSeconds => Math.Max(1, Math.Ceiling(NextReconnect().TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Everybody else who stops on this signal waits: SignalR would cut its clients off, and Kestrel wait for all the others.
        _stopping = lifetime.ApplicationStopping.Register(() => DrainAsync().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    // By the machine's clock: a host that is told to stop has a deadline by no other.
    private async Task DrainAsync()
    {
        HasBegun = true;
        Begun?.Invoke();
        var all = connections.All.ToArray();
        foreach (var connection in all)
            connection.Announce(CloseReason.ServerShutdown, NextReconnect());

        var span = MostPerClient * all.Length < options.ShutdownDrain ? MostPerClient * all.Length : options.ShutdownDrain;
        var began = Stopwatch.GetTimestamp();
        for (var closed = 0; closed < all.Length;)
        {
            var due = span > TimeSpan.Zero ? Math.Min(all.Length, 1 + (int)(all.Length * (Stopwatch.GetElapsedTime(began) / span))) : all.Length;
            for (; closed < due; closed++)
                all[closed].Close(CloseReason.ServerShutdown, discard: false);
            if (closed < all.Length)
                await Task.Delay(Tick).ConfigureAwait(false);
        }

        for (var waiting = Stopwatch.GetTimestamp(); connections.Count > 0 && Stopwatch.GetElapsedTime(waiting) < LastWrites;)
        {
            foreach (var late in connections.All.Where(connection => connection.ClosingSince == 0)) // it was on its way in
            {
                late.Announce(CloseReason.ServerShutdown, NextReconnect());
                late.Close(CloseReason.ServerShutdown, discard: false);
            }

            await Task.Delay(Tick).ConfigureAwait(false);
        }
    }

    private TimeSpan NextReconnect() => Random.Shared.NextDouble() * options.ReconnectSpread;
}

using Microsoft.Extensions.Options;

namespace Trawl.Notifier.Connections;

/// <summary>One timer for all connections: pings those that are due, drops the silent, cuts off who does not finish closing; at the end says good-bye.</summary>
internal sealed class ConnectionSweep(ConnectionRegistry connections, IOptions<NotifierOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private ITimer? _timer;
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static sweep => ((ConnectionSweep)sweep!).Sweep(), this, Period, Period);
        // Earlier than StopAsync: open sockets would hold the server up to its shutdown timeout.
        _stopping = lifetime.ApplicationStopping.Register(CloseAll);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
    }

    private void CloseAll()
    {
        foreach (var connection in connections.All)
            connection.Close(CloseReason.ServerShutdown, discard: false);
    }

    private void Sweep()
    {
        var now = time.GetTimestamp();
        foreach (var connection in connections.All)
        {
            if (connection.ClosingSince != 0)
            {
                if (time.GetElapsedTime(connection.ClosingSince, now) > CloseTimeout)
                    connection.Abort();
            }
            else if (time.GetElapsedTime(connection.LastHeard, now) > options.Value.SilenceTimeout)
            {
                connection.Close(CloseReason.Silent, discard: true);
            }
            else if (time.GetElapsedTime(connection.LastPing, now) >= connection.PingInterval)
            {
                connection.LastPing = now;
                connection.Ping();
            }
        }
    }
}

using Microsoft.Extensions.Options;

namespace Trawl.Notifier.Connections;

/// <summary>One timer for all connections: pings those that are due, drops the silent, cuts off who does not finish closing.</summary>
internal sealed class ConnectionSweep(ConnectionRegistry connections, IOptions<NotifierOptions> options, TimeProvider time)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static sweep => ((ConnectionSweep)sweep!).Sweep(), this, Period, Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

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

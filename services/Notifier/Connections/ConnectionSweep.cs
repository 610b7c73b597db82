using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Connections;

/// <summary>
/// One timer for all connections: pings those that are due, drops the silent, silences those whose token has ended, cuts off who does
/// not finish closing.
/// </summary>
internal sealed class ConnectionSweep(ConnectionRegistry connections, IOptions<NotifierOptions> options, IAuthenticator callers, TimeProvider time)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan JudgeInterval = TimeSpan.FromMinutes(1);
    private ITimer? _timer;
    private long _judged;

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
        var judges = JudgesNow(now);
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

            if (connection is { ClosingSince: 0, Caller.Credential: { } credential })
                Judge(connection, credential, judges);
        }
    }

    private bool JudgesNow(long now)
    {
        if (time.GetElapsedTime(_judged, now) < JudgeInterval)
            return false;
        _judged = now;
        return true;
    }

    private void Judge(Connection connection, Credential credential, bool again)
    {
        var now = time.GetUtcNow();
        if (again && !callers.StillAccepts(credential))
            credential.Withdraw(now);
        connection.CheckCaller(credential, now);
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>
/// Where the transport waits for the broker. Left to itself it tries, fails, and waits longer after each failure, up to half a
/// minute, and never less again while the process lives; here it is let through as soon as the broker answers.
/// </summary>
internal sealed partial class BrokerDoor(BrokerAddress address, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<BrokerDoor> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the broker takes connections, or this process ends: then there is nothing to wait for.</summary>
    public async Task WaitAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        var began = time.GetTimestamp();
        var waited = false;
        while (!stopping.IsCancellationRequested && await RefusalAsync(stopping) is { } refusal)
        {
            if (!waited)
                LogWaiting(address.Uri, refusal.GetBaseException().Message);
            waited = true;
            await Task.Delay(Interval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (waited && !stopping.IsCancellationRequested)
            LogAnswers(time.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Null when the broker takes a connection, to its end: while it starts it may listen before it answers.</summary>
    public async Task<Exception?> RefusalAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = address.Uri, UserName = address.User, Password = address.Password, AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience, HandshakeContinuationTimeout = Patience, ContinuationTimeout = Patience,
        };
        try
        {
            await using var connection = await factory.CreateConnectionAsync("door", cancellationToken);
            return null;
        }
        catch (Exception exception)
        {
            return exception; // Why does not matter to those who wait: it is not there for them.
        }
    }
}

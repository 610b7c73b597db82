using Trawl.ServiceDefaults;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>Settings of the Socket.IO endpoint: the section <c>Notifier:SocketIo</c>.</summary>
public sealed class SocketIoOptions : IValidatedOptions
{
    /// <summary>How often a client is asked whether it is there. Clients are told. Defaults to 25 seconds.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long it may take to answer; clients give the server up after both together. Defaults to 60 seconds.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a session may exist without joining a namespace. Defaults to 45 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a change from polling to a WebSocket may take. Defaults to 10 seconds.</summary>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the subscriptions of a lost connection wait for the client to come back. Defaults to 2 minutes.</summary>
    public TimeSpan ClaimWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Sessions that have not joined a namespace yet, on this process; past it new ones are refused. 0 is unlimited. Defaults to 10000.</summary>
    public int MaxPendingSessions { get; set; } = 10_000;

    /// <summary>
    /// Serves what the official Socket.IO test suites expect, instead of Trawl's events. Refused in Production. Defaults to false.
    /// </summary>
    public bool Conformance { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        foreach (var (name, value) in new[]
                 {
                     (nameof(PingInterval), PingInterval), (nameof(PingTimeout), PingTimeout), (nameof(ConnectTimeout), ConnectTimeout),
                     (nameof(UpgradeTimeout), UpgradeTimeout), (nameof(ClaimWindow), ClaimWindow),
                 })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
                yield return $"{section}:{name} must be positive, and at most a day.";
        }

        if (MaxPendingSessions < 0)
            yield return $"{section}:{nameof(MaxPendingSessions)} must not be negative.";
    }
}

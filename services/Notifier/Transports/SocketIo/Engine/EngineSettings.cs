namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>How an Engine.IO server behaves; the first three are told to its clients.</summary>
internal sealed record EngineSettings(TimeSpan PingInterval, TimeSpan PingTimeout, int MaxPayload)
{
    public required TimeSpan UpgradeTimeout { get; init; }

    /// <summary>Sessions that do not get beyond Engine.IO in this time are closed.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    public required int MaxPendingSessions { get; init; }

    /// <summary>How often deadlines are looked at: rarely enough to cost nothing, often enough for the shortest of them.</summary>
    public TimeSpan SweepPeriod { get; } =
        TimeSpan.FromMilliseconds(Math.Clamp(Math.Min(PingInterval.TotalMilliseconds, PingTimeout.TotalMilliseconds) / 20, 10, 1000));
}

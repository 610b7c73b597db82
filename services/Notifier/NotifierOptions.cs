using Trawl.Notifier.Transports.SocketIo;
using Trawl.ServiceDefaults;

namespace Trawl.Notifier;

/// <summary>Settings of the Notifier: the section <c>Notifier</c>. Of the limits, 0 is unlimited.</summary>
public sealed class NotifierOptions : IValidatedOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Notifier";

    /// <summary>Connections one user may hold at once on this process, all transports together. Defaults to 100.</summary>
    public int MaxConnectionsPerUser { get; set; } = 100;

    /// <summary>Channels one connection may be subscribed to. Defaults to 100.</summary>
    public int MaxSubscriptionsPerConnection { get; set; } = 100;

    /// <summary>Messages a connection may send per second; as many again may come as a burst. Defaults to 20.</summary>
    public int MaxInboundMessagesPerSecond { get; set; } = 20;

    /// <summary>The largest message a client may send. Defaults to 32768.</summary>
    public int MaxInboundMessageBytes { get; set; } = 32768;

    /// <summary>Subscriptions a connection may ask for per second, successful or not. Defaults to 10.</summary>
    public int MaxSubscribesPerSecond { get; set; } = 10;

    /// <summary>How often a client is told of a channel's state per second; the newest always gets through. Defaults to 10.</summary>
    public int StateEventsPerSecond { get; set; } = 10;

    /// <summary>Log events and answers that may wait for one slow client before it is closed. Defaults to 10000.</summary>
    public int MaxWaitingLogEvents { get; set; } = 10_000;

    /// <summary>The same in bytes. Defaults to 1048576.</summary>
    public int MaxWaitingLogBytes { get; set; } = 1 << 20;

    /// <summary>Activity events that may wait for one slow client; past it the oldest go. Defaults to 1024.</summary>
    public int MaxWaitingActivityEvents { get; set; } = 1024;

    /// <summary>The same in bytes. Defaults to 262144.</summary>
    public int MaxWaitingActivityBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Under load, a client that is written to more often than this is written to this often, and gets all that has come
    /// together. 0 writes each event at once, however many there are. Defaults to 50 milliseconds.
    /// </summary>
    public TimeSpan WriteInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Log events a channel remembers, so that a reconnecting client need not be served by the Api. Defaults to 512.</summary>
    public int RingEvents { get; set; } = 512;

    /// <summary>The same in bytes. Defaults to 262144.</summary>
    public int RingBytes { get; set; } = 256 * 1024;

    /// <summary>How long a channel is kept after its last subscriber left. Defaults to 30 seconds.</summary>
    public TimeSpan ChannelGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after a job's last event its subscribers are let go. Defaults to 2 seconds.</summary>
    public TimeSpan EndedGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an event that came early waits for the one before it, until that is fetched. Defaults to 250 milliseconds.</summary>
    public TimeSpan GapGrace { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a subscriber waits for the Api or the broker to come back before it is told <c>unavailable</c>. Defaults to 10 seconds.</summary>
    public TimeSpan HistoryPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one request to the Api may take until it is asked again. Defaults to 3 seconds.</summary>
    public TimeSpan HistoryTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a connection is pinged. Defaults to 25 seconds.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How often an event stream (SSE) gets a comment line, so that nothing on the way takes it for dead. Defaults to 15 seconds.</summary>
    public TimeSpan EventStreamHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be silent before it is dropped. Defaults to 60 seconds.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a connection whose token has expired or was revoked is kept, told nothing, for its client to say anew who it is. Defaults to 30 seconds.
    /// </summary>
    public TimeSpan AuthenticationGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether clients are told who else is subscribed to their channels. Defaults to true.</summary>
    public bool Presence { get; set; } = true;

    /// <summary>How many users a presence event names; all are counted. Defaults to 100.</summary>
    public int MaxPresenceUsers { get; set; } = 100;

    /// <summary>At shutdown, each client is told to come back after a random part of this. Defaults to 5 seconds.</summary>
    public TimeSpan ReconnectSpread { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>At shutdown, clients are closed one after the other over at most this long; a few take less. Defaults to 3 seconds.</summary>
    public TimeSpan ShutdownDrain { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The Socket.IO endpoint.</summary>
    public SocketIoOptions SocketIo { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        foreach (var fault in SocketIo.Validate($"{section}:{nameof(SocketIo)}"))
            yield return fault;
        foreach (var (name, value) in new[]
                 {
                     (nameof(MaxConnectionsPerUser), MaxConnectionsPerUser), (nameof(MaxSubscriptionsPerConnection), MaxSubscriptionsPerConnection),
                     (nameof(MaxInboundMessagesPerSecond), MaxInboundMessagesPerSecond), (nameof(MaxInboundMessageBytes), MaxInboundMessageBytes),
                     (nameof(MaxSubscribesPerSecond), MaxSubscribesPerSecond), (nameof(StateEventsPerSecond), StateEventsPerSecond),
                     (nameof(MaxWaitingActivityEvents), MaxWaitingActivityEvents), (nameof(MaxPresenceUsers), MaxPresenceUsers),
                     (nameof(MaxWaitingActivityBytes), MaxWaitingActivityBytes), (nameof(RingEvents), RingEvents), (nameof(RingBytes), RingBytes),
                 })
        {
            if (value < 0)
                yield return $"{section}:{name} must not be negative.";
        }

        if (MaxWaitingLogEvents < 1 || MaxWaitingLogBytes < 1)
            yield return $"{section}:MaxWaitingLogEvents and MaxWaitingLogBytes must be positive: memory per client has to end somewhere.";
        foreach (var (name, value) in new[]
                 {
                     (nameof(HistoryPatience), HistoryPatience), (nameof(HistoryTimeout), HistoryTimeout), (nameof(PingInterval), PingInterval),
                     (nameof(GapGrace), GapGrace), (nameof(ChannelGrace), ChannelGrace), (nameof(EndedGrace), EndedGrace),
                     (nameof(EventStreamHeartbeat), EventStreamHeartbeat),
                 })
        {
            if (value <= TimeSpan.Zero)
                yield return $"{section}:{name} must be positive.";
        }

        if (WriteInterval < TimeSpan.Zero || WriteInterval > TimeSpan.FromSeconds(1))
            yield return $"{section}:WriteInterval must be between 0 and a second.";
        if (AuthenticationGrace < TimeSpan.Zero || AuthenticationGrace > TimeSpan.FromHours(1))
            yield return $"{section}:AuthenticationGrace must be between 0 and an hour.";
        if (ReconnectSpread < TimeSpan.Zero || ShutdownDrain < TimeSpan.Zero || ShutdownDrain > TimeSpan.FromSeconds(20))
            yield return $"{section}:ReconnectSpread and ShutdownDrain must not be negative, nor ShutdownDrain longer than 20 seconds.";
        if (SilenceTimeout > TimeSpan.FromMinutes(5))
            yield return $"{section}:SilenceTimeout must be at most 5 minutes: after that nobody is there.";
        if (SilenceTimeout <= PingInterval || SilenceTimeout <= EventStreamHeartbeat)
            yield return $"{section}:SilenceTimeout must be longer than PingInterval and EventStreamHeartbeat, or clients that only listen would be dropped.";
    }
}

namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>What a waiting poll is answered with.</summary>
internal readonly record struct PollAnswer(PollOutcome Outcome, byte[]? Frames = null, int Length = 0, bool Last = false);

internal enum PollOutcome
{
    /// <summary>Packets, as WebSocket frames one after the other.</summary>
    Packets,

    /// <summary>Nothing; it only ends.</summary>
    Noop,

    /// <summary>The session is over, and the client is told so.</summary>
    Close,

    /// <summary>There is no such session on this transport.</summary>
    Refused,
}

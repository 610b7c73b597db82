namespace Trawl.Notifier.Connections;

/// <summary>Why the server ends a connection: a WebSocket close code, a word for the client, whether to come back.</summary>
internal sealed record CloseReason(int Code, string Text, bool Reconnect)
{
    /// <summary>This replica goes; others are there.</summary>
    public static readonly CloseReason ServerShutdown = new(1001, "server_shutdown", true);

    /// <summary>Log events piled up. The client resumes with its cursor.</summary>
    public static readonly CloseReason SlowConsumer = new(1008, "slow_consumer", true);

    /// <summary>Nothing was heard for too long.</summary>
    public static readonly CloseReason Silent = new(1008, "silent", true);

    /// <summary>Too many connections, or messages far beyond the limit.</summary>
    public static readonly CloseReason RateLimited = new(1008, "rate_limited", false);
}

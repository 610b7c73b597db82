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

    /// <summary>What it proved itself with is over. With something newer it may come back.</summary>
    public static readonly CloseReason TokenExpired = new(1008, "token_expired", true);

    /// <summary>What it proved itself with was withdrawn.</summary>
    public static readonly CloseReason TokenRevoked = new(1008, "token_revoked", false);

    /// <summary>Too many connections, or messages far beyond the limit.</summary>
    public static readonly CloseReason RateLimited = new(1008, "rate_limited", false);
}

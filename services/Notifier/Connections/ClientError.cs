namespace Trawl.Notifier.Connections;

/// <summary>What a client did that cannot be done.</summary>
internal sealed record ClientError(string Code, string Message, string? Channel = null)
{
    public static ClientError NotFound(string? channel) => new("not_found", "There is no such channel for this caller.", channel);

    public static ClientError Unavailable(string channel) => new("unavailable", "The channel's history cannot be read now. Subscribe again later.", channel);

    public static ClientError Unauthorized() => new("unauthorized", "What said who you are has ended. Authenticate anew.");

    public static ClientError NotAllowed() => new("not_allowed", "A connection stays its user's, with its role. Connect anew as another.");

    public static ClientError Invalid(string message, string? channel = null) => new("invalid_message", message, channel);

    public static ClientError RateLimited(string message, string? channel = null) => new("rate_limited", message, channel);
}

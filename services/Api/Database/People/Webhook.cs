namespace Trawl.Api.Database;

/// <summary>An address that a user's log events are pushed to. It reads the user's channel as any frontend does: from a position, without a gap.</summary>
public sealed class Webhook
{
    public Guid Id { get; set; }
    public required string UserId { get; set; }
    public required string Url { get; set; }

    /// <summary>What deliveries are signed with. Kept as it is: a signature cannot be made from a hash.</summary>
    public required string Secret { get; set; }

    /// <summary>The types that are pushed; empty for all.</summary>
    public string[] Events { get; set; } = [];

    /// <summary>The last event of the user's channel that was made into a delivery.</summary>
    public long Cursor { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when no delivery has arrived; null when the last one did.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>When it was given up; null while events are pushed.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}

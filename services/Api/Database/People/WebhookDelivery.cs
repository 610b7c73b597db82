namespace Trawl.Api.Database;

/// <summary>One event on its way to one webhook, and how that went.</summary>
public sealed class WebhookDelivery
{
    public Guid Id { get; set; }
    public Guid WebhookId { get; set; }

    /// <summary>The event's number on the user's channel.</summary>
    public long Seq { get; set; }
    public required string Type { get; set; }

    /// <summary>The body, byte for byte what was signed.</summary>
    public required string Payload { get; set; }
    public DeliveryStatus Status { get; set; }
    public int Attempts { get; set; }

    /// <summary>When it is tried next; while it is being tried, when it is taken for lost.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>Of the last try: the answer's status, or what went wrong before there was one.</summary>
    public int? ResponseStatus { get; set; }
    public string? Error { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
}

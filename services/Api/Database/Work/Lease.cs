namespace Trawl.Api.Database;

/// <summary>Work that is out: a batch of pages of one host, or of documents to embed.</summary>
public sealed class Lease
{
    /// <summary>The batch's id.</summary>
    public Guid Id { get; set; }
    public LeaseKind Kind { get; set; }
    public Guid JobId { get; set; }

    /// <summary>The place it takes on its host; null for <see cref="LeaseKind.Embed"/>, and once the crawler said that the batch is over.</summary>
    public string? Host { get; set; }

    /// <summary>Rows without a result yet. Results may come after the batch is over: the lease goes with the last of them.</summary>
    public int Size { get; set; }

    /// <summary>Requests it may have under way.</summary>
    public int Concurrency { get; set; }

    /// <summary>Pause between two requests; the host rests as long before its next batch.</summary>
    public int DelayMs { get; set; }

    /// <summary>It reached the broker. A lease that stays without this belongs to a dispatcher that died in between.</summary>
    public bool Published { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Moved forward by every result; past it the rows are pending again.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

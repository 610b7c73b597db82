namespace Trawl.Api.Database;

/// <summary>Work that is out: a batch of pages of one host, or of documents to embed.</summary>
public sealed class Lease
{
    /// <summary>The batch's id.</summary>
    public Guid Id { get; set; }
    public LeaseKind Kind { get; set; }
    public Guid JobId { get; set; }

    /// <summary>Null for <see cref="LeaseKind.Embed"/>.</summary>
    public string? Host { get; set; }
    public int Size { get; set; }

    /// <summary>Requests it may have under way.</summary>
    public int Concurrency { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Moved forward by every result; past it the rows are pending again.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

namespace Trawl.Api.Database;

/// <summary>A document that a job still has to have embedded. The row goes when it is done.</summary>
public sealed class EmbedTask
{
    public Guid JobId { get; set; }
    public Guid DocumentId { get; set; }
    public required string ContentHash { get; set; }
    public Guid? LeaseId { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? NotBefore { get; set; }
}

namespace Trawl.Api.Database;

/// <summary>Somebody's remark on a job.</summary>
public sealed class Comment
{
    public Guid Id { get; set; }
    public Guid JobId { get; set; }
    public required string UserId { get; set; }
    public required string Text { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

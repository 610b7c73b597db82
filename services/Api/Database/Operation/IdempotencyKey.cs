namespace Trawl.Api.Database;

/// <summary>The first answer to a keyed POST, written in the transaction of what it created.</summary>
public sealed class IdempotencyKey
{
    public required string UserId { get; set; }
    public required string Key { get; set; }

    /// <summary>SHA-256 of method, path and body.</summary>
    public required string RequestHash { get; set; }
    public int StatusCode { get; set; }
    public string? Location { get; set; }
    public required string Body { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

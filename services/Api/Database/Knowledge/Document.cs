namespace Trawl.Api.Database;

/// <summary>A stored page of a source.</summary>
public sealed class Document
{
    public Guid Id { get; set; }
    public Guid SourceId { get; set; }
    public required string Url { get; set; }

    /// <summary>Unique in a source.</summary>
    public Guid UrlKey { get; set; }
    public string? Title { get; set; }
    public string? Language { get; set; }
    public required string Markdown { get; set; }
    public required string ContentHash { get; set; }
    public string? Description { get; set; }

    /// <summary>Crawls in a row that did not find it; at the end of the second it is removed.</summary>
    public int Missing { get; set; }
    public DateTimeOffset FetchedAt { get; set; }

    /// <summary>The content whose chunks are stored; null before the first embedding.</summary>
    public string? EmbeddedHash { get; set; }

    /// <summary>The models it is embedded with.</summary>
    public string[] EmbeddedModels { get; set; } = [];
    public int ChunkCount { get; set; }
}

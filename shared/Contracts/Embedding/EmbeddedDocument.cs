namespace Trawl.Contracts.Embedding;

/// <summary>One document's chunks.</summary>
public sealed record EmbeddedDocument
{
    /// <summary>The document.</summary>
    public required Guid DocumentId { get; init; }

    /// <summary>As in <see cref="DocumentToEmbed.ContentHash"/>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Its chunks in order; empty when the document has no text.</summary>
    public required IReadOnlyList<EmbeddedChunk> Chunks { get; init; }
}

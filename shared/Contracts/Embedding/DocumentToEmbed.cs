namespace Trawl.Contracts.Embedding;

/// <summary>One document of <see cref="EmbedDocuments"/>.</summary>
public sealed record DocumentToEmbed
{
    /// <summary>The stored document.</summary>
    public required Guid DocumentId { get; init; }

    /// <summary>The hash of the text to embed: comes back with the answer, so that vectors of an older text are dropped.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The page's title; null when it has none.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// <see cref="EmbeddedChunk.Hash"/> of the chunks that are stored with vectors of all the batch's models: they need none anew.
    /// Null when absent means none.
    /// </summary>
    public IReadOnlyList<Guid>? KnownChunks { get; init; }

    /// <summary>The text.</summary>
    public required string Markdown { get; init; }
}

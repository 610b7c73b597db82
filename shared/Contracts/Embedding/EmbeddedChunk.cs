namespace Trawl.Contracts.Embedding;

/// <summary>A passage of a document with its vectors.</summary>
public sealed record EmbeddedChunk
{
    /// <summary>Its place in the document: 0, 1, 2 …</summary>
    public required int Index { get; init; }

    /// <summary>The headings above it, outermost first, joined by <c> › </c>; empty above the first heading.</summary>
    public required string Heading { get; init; }

    /// <summary>The passage as Markdown, the headings not repeated.</summary>
    public required string Text { get; init; }

    /// <summary>Estimated tokens of <see cref="Text"/>.</summary>
    public required int Tokens { get; init; }

    /// <summary>
    /// The first half of the SHA-256 of what the models are given for it: equal means equal vectors. Null from a worker that
    /// does not know of it.
    /// </summary>
    public Guid? Hash { get; init; }

    /// <summary>
    /// One vector for each of <see cref="DocumentsEmbedded.Models"/>, in that order: little-endian 32-bit floats. Empty where
    /// that model failed; all of them empty where <see cref="Hash"/> is one of <see cref="DocumentToEmbed.KnownChunks"/>.
    /// </summary>
    public required IReadOnlyList<byte[]> Vectors { get; init; }
}

using MassTransit;

namespace Trawl.Contracts.Embedding;

/// <summary>Request to any Embedder: the vector of a search query. Answered with <see cref="QueryEmbedded"/>.</summary>
[MessageUrn("embed-query:v1")]
[EntityName("contracts.embed-query")]
public sealed record EmbedQuery
{
    /// <summary>The model whose vectors will be compared.</summary>
    public required string Model { get; init; }

    /// <summary>The user's words.</summary>
    public required string Text { get; init; }
}

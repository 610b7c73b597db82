using MassTransit;

namespace Trawl.Contracts.Embedding;

/// <summary>Answer to <see cref="EmbedQuery"/>.</summary>
[MessageUrn("query-embedded:v1")]
[EntityName("contracts.query-embedded")]
public sealed record QueryEmbedded
{
    /// <summary>The model asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Little-endian 32-bit floats; empty when <see cref="Error"/> is set.</summary>
    public required byte[] Vector { get; init; }

    /// <summary>One sentence when there is no vector: an unknown model, or a provider that failed. Else null.</summary>
    public string? Error { get; init; }
}

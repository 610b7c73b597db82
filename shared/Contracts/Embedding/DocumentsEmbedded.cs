using MassTransit;

namespace Trawl.Contracts.Embedding;

/// <summary>
/// Chunks and vectors of one <see cref="EmbedDocuments"/>. Published by the Embedder, once a batch; may arrive twice. Each
/// document of the command is either in <see cref="Documents"/> or was not finished because the worker stopped.
/// </summary>
[MessageUrn("documents-embedded:v1")]
[EntityName("contracts.documents-embedded")]
public sealed record DocumentsEmbedded
{
    /// <summary>The batch it answers.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>Its job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>What became of each model, in the order of <see cref="EmbedDocuments.Models"/>.</summary>
    public required IReadOnlyList<ModelOutcome> Models { get; init; }

    /// <summary>The documents with their chunks.</summary>
    public required IReadOnlyList<EmbeddedDocument> Documents { get; init; }

    /// <summary>Milliseconds the whole batch took.</summary>
    public required int DurationMs { get; init; }

    /// <summary>The worker that did it.</summary>
    public required string WorkerId { get; init; }
}

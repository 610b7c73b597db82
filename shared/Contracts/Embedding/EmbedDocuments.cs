using MassTransit;

namespace Trawl.Contracts.Embedding;

/// <summary>
/// Command to an Embedder: cut these documents into chunks and embed each chunk with each of the models. Sent by the
/// Api's dispatcher, which holds a lease on the documents. May be delivered more than once.
/// </summary>
[MessageUrn("embed-documents:v1")]
[EntityName("contracts.embed-documents")]
public sealed record EmbedDocuments
{
    /// <summary>The lease. The answer carries it.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The job the documents are embedded for.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The job's owner: activity goes to this user's channel too.</summary>
    public required string UserId { get; init; }

    /// <summary>Names of configured models, at least one, each once.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>At least one document.</summary>
    public required IReadOnlyList<DocumentToEmbed> Documents { get; init; }
}

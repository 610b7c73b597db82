using MassTransit;
using Trawl.ServiceDefaults.Messaging;
using Trawl.Contracts.Embedding;
using Trawl.Embedder.Models;

namespace Trawl.Embedder.EmbedQuery;

// Inside the namespace, where the message's name wins over the slice's.
using EmbedQuery = Trawl.Contracts.Embedding.EmbedQuery;

/// <summary>Somebody is waiting for a search result: one short text, answered at once.</summary>
internal sealed class EmbedQueryConsumer(ModelRegistry models) : IConsumer<EmbedQuery>
{
    public async Task Consume(ConsumeContext<EmbedQuery> context)
    {
        var query = context.Message;
        var (vector, error) = await EmbedAsync(query, context.CancellationToken);
        await context.RespondConfirmedAsync(new QueryEmbedded { Model = query.Model, Vector = vector, Error = error });
    }

    private async Task<(byte[] Vector, string? Error)> EmbedAsync(EmbedQuery query, CancellationToken cancellationToken)
    {
        if (models.Find(query.Model) is not { } model)
            return ([], $"No model {query.Model} is configured.");
        try
        {
            var embeddings = await model.Generator.GenerateAsync([query.Text], cancellationToken: cancellationToken);
            return (VectorBytes.Of(embeddings[0].Vector.Span), null);
        }
        catch (Exception exception) when (exception is ModelException or HttpRequestException)
        {
            // The asker is told at once and does without: trying again takes longer than it waits.
            return ([], exception.Message);
        }
    }
}

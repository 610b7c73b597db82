using System.Diagnostics;
using Trawl.Contracts.Embedding;
using Trawl.Embedder.Models;

namespace Trawl.Embedder.EmbedDocuments;

/// <summary>All that is done to a batch, without the messages around it.</summary>
internal sealed class BatchEmbedder(ModelRegistry models)
{
    public async Task<(IReadOnlyList<ModelOutcome> Models, IReadOnlyList<EmbeddedDocument> Documents)> EmbedAsync(
        IReadOnlyList<DocumentToEmbed> documents, IReadOnlyList<string> modelNames, CancellationToken cancellationToken)
    {
        var cut = new ChunkTexts[documents.Count];
        var texts = new List<string>();
        for (var i = 0; i < cut.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            cut[i] = new ChunkTexts(documents[i], texts);
        }

        var outcomes = new ModelOutcome[modelNames.Count];
        var vectors = new byte[modelNames.Count][][];
        for (var i = 0; i < outcomes.Length; i++)
            (outcomes[i], vectors[i]) = await EmbedAsync(modelNames[i], texts, cancellationToken);
        return (outcomes, Assemble(documents, cut, vectors));
    }

    private async Task<(ModelOutcome Outcome, byte[][] Vectors)> EmbedAsync(string name, List<string> texts, CancellationToken cancellationToken)
    {
        if (models.Find(name) is not { } model)
            return (Failed(name, "unknown", 0, $"No model {name} is configured."), []);

        if (texts.Count == 0)
            return (new ModelOutcome { Model = name, Provider = model.Provider, Dimensions = model.Dimensions, DurationMs = 0 }, []);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var embeddings = await model.Generator.GenerateAsync(texts, cancellationToken: cancellationToken);
            var bytes = new byte[texts.Count][];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = VectorBytes.Of(embeddings[i].Vector.Span);
            var outcome = new ModelOutcome { Model = name, Provider = model.Provider, Dimensions = model.Dimensions, DurationMs = MillisecondsSince(begun) };
            return (outcome, bytes);
        }
        catch (ModelException exception)
        {
            // For good: the other models' vectors are as good as ever.
            return (Failed(name, model.Provider, MillisecondsSince(begun), exception.Message), []);
        }
    }

    private static ModelOutcome Failed(string name, string provider, int durationMs, string error) =>
        new() { Model = name, Provider = provider, Dimensions = 0, DurationMs = durationMs, Error = error };

    private static int MillisecondsSince(long begun) => (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;

    private static EmbeddedDocument[] Assemble(IReadOnlyList<DocumentToEmbed> documents, ChunkTexts[] cut, byte[][][] vectors)
    {
        var embedded = new EmbeddedDocument[documents.Count];
        for (var i = 0; i < embedded.Length; i++)
            embedded[i] = new EmbeddedDocument { DocumentId = documents[i].DocumentId, ContentHash = documents[i].ContentHash, Chunks = cut[i].Chunks(vectors) };
        return embedded;
    }
}

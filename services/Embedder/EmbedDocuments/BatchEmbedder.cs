using System.Diagnostics;
using Trawl.Contracts.Embedding;
using Trawl.Embedder.EmbedDocuments.Chunking;
using Trawl.Embedder.Models;

namespace Trawl.Embedder.EmbedDocuments;

/// <summary>All that is done to a batch, without the messages around it.</summary>
internal sealed class BatchEmbedder(ModelRegistry models)
{
    public async Task<(IReadOnlyList<ModelOutcome> Models, IReadOnlyList<EmbeddedDocument> Documents)> EmbedAsync(
        IReadOnlyList<DocumentToEmbed> documents, IReadOnlyList<string> modelNames, CancellationToken cancellationToken)
    {
        var passages = new List<Passage>[documents.Count];
        var texts = new List<string>();
        for (var i = 0; i < passages.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            passages[i] = MarkdownChunker.Split(documents[i].Markdown);
            foreach (var passage in passages[i])
                texts.Add(WithContext(documents[i].Title, passage));
        }

        var outcomes = new ModelOutcome[modelNames.Count];
        var vectors = new byte[modelNames.Count][][];
        for (var i = 0; i < outcomes.Length; i++)
            (outcomes[i], vectors[i]) = await EmbedAsync(modelNames[i], texts, cancellationToken);
        return (outcomes, Assemble(documents, passages, vectors));
    }

    /// <summary>A passage is embedded with what stands above it: "Parameters" is about nothing unless one knows of what.</summary>
    private static string WithContext(string? title, Passage passage) =>
        passage.Heading.Length == 0 ? $"{title}\n\n{passage.Text}" : $"{title}\n{passage.Heading}\n\n{passage.Text}";

    private async Task<(ModelOutcome Outcome, byte[][] Vectors)> EmbedAsync(string name, List<string> texts, CancellationToken cancellationToken)
    {
        if (models.Find(name) is not { } model)
            return (Failed(name, "unknown", 0, $"No model {name} is configured."), []);

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

    private static EmbeddedDocument[] Assemble(IReadOnlyList<DocumentToEmbed> documents, List<Passage>[] passages, byte[][][] vectors)
    {
        var embedded = new EmbeddedDocument[documents.Count];
        var next = 0;
        for (var i = 0; i < embedded.Length; i++)
        {
            var chunks = new EmbeddedChunk[passages[i].Count];
            for (var j = 0; j < chunks.Length; j++, next++)
            {
                var passage = passages[i][j];
                var own = new byte[vectors.Length][];
                for (var model = 0; model < own.Length; model++)
                    own[model] = vectors[model].Length == 0 ? [] : vectors[model][next];
                chunks[j] = new EmbeddedChunk { Index = j, Heading = passage.Heading, Text = passage.Text, Tokens = passage.Tokens, Vectors = own };
            }

            embedded[i] = new EmbeddedDocument { DocumentId = documents[i].DocumentId, ContentHash = documents[i].ContentHash, Chunks = chunks };
        }

        return embedded;
    }
}

using System.Security.Cryptography;
using System.Text;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Tests.Engine;

/// <summary>An embedder to which each line is a chunk, and which leaves out what is known, as the real one does.</summary>
internal static class LineEmbedder
{
    public static DocumentsEmbedded Answer(EmbedDocuments batch) => SimulatedWorkers.Embedded(batch) with
    {
        Documents = [.. batch.Documents.Select(document => new EmbeddedDocument
        {
            DocumentId = document.DocumentId, ContentHash = document.ContentHash, Chunks = [.. Chunks(document, batch.Models.Count)],
        })],
    };

    private static IEnumerable<EmbeddedChunk> Chunks(DocumentToEmbed document, int models)
    {
        var known = (document.KnownChunks ?? []).ToList();
        return document.Markdown.Split('\n').Select((line, index) =>
        {
            var hash = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan(0, 16));
            var vector = known.Remove(hash) ? [] : new byte[8];
            return new EmbeddedChunk { Index = index, Heading = "", Text = line, Tokens = 4, Hash = hash, Vectors = [.. Enumerable.Repeat(vector, models)] };
        });
    }
}

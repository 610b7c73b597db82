using System.Security.Cryptography;
using System.Text;
using Trawl.Contracts.Embedding;
using Trawl.Embedder.EmbedDocuments.Chunking;

namespace Trawl.Embedder.EmbedDocuments;

/// <summary>One document cut into passages, and what the models are to be given of it: all but what is stored with vectors already.</summary>
internal sealed class ChunkTexts
{
    private readonly List<Passage> passages;
    private readonly Guid[] hashes;

    // Where a passage's text is among those of the whole batch; -1 for one whose vectors are known.
    private readonly int[] places;

    /// <param name="document">To be cut.</param>
    /// <param name="texts">Those of the batch so far; what is to be embedded of this one is added.</param>
    public ChunkTexts(DocumentToEmbed document, List<string> texts)
    {
        passages = MarkdownChunker.Split(document.Markdown);
        hashes = new Guid[passages.Count];
        places = new int[passages.Count];
        var known = Counted(document.KnownChunks);
        for (var i = 0; i < hashes.Length; i++)
        {
            var text = WithContext(document.Title, passages[i]);
            hashes[i] = HashOf(text);
            if (known is not null && known.GetValueOrDefault(hashes[i]) > 0)
            {
                known[hashes[i]]--;
                places[i] = -1;
                continue;
            }

            places[i] = texts.Count;
            texts.Add(text);
        }
    }

    /// <summary>The chunks with their vectors, of which there is one list a model; an empty list stands for one that failed.</summary>
    public EmbeddedChunk[] Chunks(byte[][][] vectors)
    {
        var chunks = new EmbeddedChunk[hashes.Length];
        for (var i = 0; i < chunks.Length; i++)
        {
            var own = new byte[vectors.Length][];
            for (var model = 0; model < own.Length; model++)
                own[model] = places[i] < 0 || vectors[model].Length == 0 ? [] : vectors[model][places[i]];
            var passage = passages[i];
            chunks[i] = new EmbeddedChunk { Index = i, Heading = passage.Heading, Text = passage.Text, Tokens = passage.Tokens, Hash = hashes[i], Vectors = own };
        }

        return chunks;
    }

    /// <summary>A passage is embedded with what stands above it: "Parameters" is about nothing unless one knows of what.</summary>
    private static string WithContext(string? title, Passage passage) =>
        passage.Heading.Length == 0 ? $"{title}\n\n{passage.Text}" : $"{title}\n{passage.Heading}\n\n{passage.Text}";

    // A text that stands in a document twice has two rows: each known one answers for one passage.
    private static Dictionary<Guid, int>? Counted(IReadOnlyList<Guid>? known)
    {
        if (known is null || known.Count == 0)
            return null;
        var counts = new Dictionary<Guid, int>(known.Count);
        foreach (var hash in known)
            counts[hash] = counts.GetValueOrDefault(hash) + 1;
        return counts;
    }

    private static Guid HashOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}

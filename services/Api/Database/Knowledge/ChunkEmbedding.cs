namespace Trawl.Api.Database;

/// <summary>One model's vector of one chunk. Kept as real[] on every server; pgvector indexes a cast of it.</summary>
public sealed class ChunkEmbedding
{
    public long ChunkId { get; set; }
    public short ModelId { get; set; }
    public required float[] Vector { get; set; }
}

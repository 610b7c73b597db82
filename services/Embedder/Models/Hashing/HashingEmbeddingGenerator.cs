using Microsoft.Extensions.AI;

namespace Trawl.Embedder.Models.Hashing;

/// <summary>
/// The built-in model: needs no network, no weights and no graphics card, and finds by words and their parts. It knows nothing of
/// meaning: "car" and "automobile" are strangers to it.
/// </summary>
internal sealed class HashingEmbeddingGenerator(string name, int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata metadata = new("builtin", null, name, dimensions);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var vector = new float[dimensions];
            TextHasher.Embed(value, vector);
            embeddings.Add(new Embedding<float>(vector) { ModelId = name });
        }

        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }
}

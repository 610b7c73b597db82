using Microsoft.Extensions.AI;

namespace Trawl.Embedder.Models;

/// <summary>A model jobs may name, ready to use.</summary>
internal sealed record ConfiguredModel(string Name, string Provider, int Dimensions, IEmbeddingGenerator<string, Embedding<float>> Generator);

using System.Text.Json.Serialization;

namespace Trawl.Embedder.Models.OpenAi;

internal sealed record EmbeddingsRequest(string Model, IReadOnlyList<string> Input);

internal sealed record EmbeddingsResponse(IReadOnlyList<EmbeddingsItem>? Data);

internal sealed record EmbeddingsItem(int Index, float[] Embedding);

internal sealed record EmbeddingsFailure(EmbeddingsError? Error);

internal sealed record EmbeddingsError(string? Message);

/// <summary>What the embeddings API speaks: https://platform.openai.com/docs/api-reference/embeddings.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EmbeddingsRequest))]
[JsonSerializable(typeof(EmbeddingsResponse))]
[JsonSerializable(typeof(EmbeddingsFailure))]
internal sealed partial class EmbeddingsApi : JsonSerializerContext;

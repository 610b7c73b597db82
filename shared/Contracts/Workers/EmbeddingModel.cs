namespace Trawl.Contracts.Workers;

/// <summary>A model that an Embedder can use.</summary>
public sealed record EmbeddingModel
{
    /// <summary>The name jobs use.</summary>
    public required string Name { get; init; }

    /// <summary><c>builtin</c> or <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Length of its vectors.</summary>
    public required int Dimensions { get; init; }
}

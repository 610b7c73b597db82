namespace Trawl.Contracts.Embedding;

/// <summary>What one model did with one batch.</summary>
public sealed record ModelOutcome
{
    /// <summary>The model's configured name.</summary>
    public required string Model { get; init; }

    /// <summary><c>builtin</c> or <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Length of its vectors; 0 when it failed.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Milliseconds it took for the batch.</summary>
    public required int DurationMs { get; init; }

    /// <summary>One sentence when it failed for good: its vectors are then missing everywhere in the batch. Null when it did not.</summary>
    public string? Error { get; init; }
}

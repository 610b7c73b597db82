namespace Trawl.Contracts.Crawling;

/// <summary>A link in scope that is not worth a request. It is recorded with its reason and never fetched.</summary>
public sealed record SkippedLink
{
    /// <summary>Normalised.</summary>
    public required string Url { get; init; }

    /// <summary><see cref="PageFailureReason.Trap"/> or <see cref="PageFailureReason.ContentType"/>.</summary>
    public required PageFailureReason Reason { get; init; }
}

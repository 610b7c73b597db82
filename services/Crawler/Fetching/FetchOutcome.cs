using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.Fetching;

/// <summary>How a fetch ended: a <see cref="FetchedPage"/> or a <see cref="FetchFailure"/>.</summary>
internal abstract record FetchOutcome;

/// <summary>No body that could be read.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="HttpStatus">Null when there was no answer.</param>
/// <param name="Retryable">Whether it may heal.</param>
internal sealed record FetchFailure(PageFailureReason Reason, string Message, int? HttpStatus = null, bool Retryable = false) : FetchOutcome
{
    public int? RetryAfterMs { get; init; }

    /// <summary>Where a redirect leads, as the server wrote it.</summary>
    public string? Location { get; init; }
}

/// <summary>An answer: a body in a rented buffer, or that nothing changed. Dispose it to give the buffer back.</summary>
internal sealed record FetchedPage : FetchOutcome, IDisposable
{
    public required int HttpStatus { get; init; }
    public required PageBody Body { get; init; }
    public string? MediaType { get; init; }
    public string? Charset { get; init; }
    public string? ETag { get; init; }
    public string? LastModified { get; init; }
    public string? ContentLanguage { get; init; }

    /// <summary>The X-Robots-Tag headers, one an entry.</summary>
    public IReadOnlyList<string> RobotsTags { get; init; } = [];

    public void Dispose() => Body.Dispose();
}

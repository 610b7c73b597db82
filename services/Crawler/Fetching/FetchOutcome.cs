using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.Fetching;

/// <summary>How a fetch ended: a <see cref="FetchedPage"/> or a <see cref="FetchFailure"/>.</summary>
internal abstract record FetchOutcome;

/// <summary>Nothing to be stored.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="HttpStatus">Null when there was no answer.</param>
/// <param name="Retryable">Whether it may heal.</param>
internal sealed record FetchFailure(PageFailureReason Reason, string Message, int? HttpStatus = null, bool Retryable = false) : FetchOutcome
{
    public int? RetryAfterMs { get; init; }

    /// <summary>Where a redirect leads, as the server wrote it.</summary>
    public string? Location { get; init; }

    /// <summary>With <see cref="LastModified"/>: what to ask with next time, when the answer was one that will be the same again.</summary>
    public string? ETag { get; init; }
    public string? LastModified { get; init; }

    /// <summary>Null when no body was read.</summary>
    public long? Bytes { get; init; }
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

    /// <summary>What was done to the body and is not yet undone; null for nothing.</summary>
    public string? Encodings { get; init; }

    /// <summary>The Link headers, one an entry.</summary>
    public IReadOnlyList<string> LinkHeaders { get; init; } = [];

    /// <summary>The X-Robots-Tag headers, one an entry.</summary>
    public IReadOnlyList<string> RobotsTags { get; init; } = [];

    public void Dispose() => Body.Dispose();

    /// <summary>That the body is here and is none to be stored.</summary>
    public FetchFailure Refuse(PageFailureReason reason, string message) =>
        new(reason, message, HttpStatus) { ETag = ETag, LastModified = LastModified, Bytes = Body.Received };
}

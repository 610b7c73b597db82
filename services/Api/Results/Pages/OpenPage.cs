using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages;

/// <summary>A page whose outcome is still to be counted, with the stored document of its URL, and what is decided about it.</summary>
internal sealed class OpenPage
{
    public required long Id { get; init; }
    public required Job Job { get; init; }
    public required PageOutcome Outcome { get; init; }
    public required string Url { get; init; }
    public required Guid UrlKey { get; init; }
    public required string Host { get; init; }
    public required int Depth { get; init; }
    public required PageKind Kind { get; init; }
    public required bool WasProcessing { get; init; }
    public required Guid? LeaseId { get; init; }
    public required int Attempts { get; init; }
    public required bool IgnoreCanonical { get; init; }
    public required bool FetchWhole { get; init; }

    // The document as stored before; all null when there is none.
    public required Guid? StoredId { get; init; }
    public required string? StoredHash { get; init; }
    public required string? EmbeddedHash { get; init; }
    public required string[] EmbeddedModels { get; init; }
    public required int StoredChunks { get; init; }

    /// <summary>A document of another URL that has this answer's content; null when there is none.</summary>
    public required Original? Original { get; init; }

    /// <summary>There is a row of what its URL answered before.</summary>
    public required bool HasCachedAnswer { get; init; }

    // What is decided.
    public PageStatus Status { get; set; }
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public DateTimeOffset? NotBefore { get; set; }
    public int AttemptsAfter { get; set; }

    /// <summary>What was remembered turned out to be of no use.</summary>
    public bool AskWhole { get; set; }

    /// <summary>Where it leads instead: a page at the same depth.</summary>
    public string? LeadsTo { get; set; }
    public Guid? DocumentId { get; set; }
    public bool Unchanged { get; set; }

    /// <summary>The document's text is new.</summary>
    public bool Store { get; set; }

    /// <summary>Its vectors are missing or of another text.</summary>
    public bool Embed { get; set; }

    /// <summary>The stored document of its URL was not found there.</summary>
    public bool Missing { get; set; }

    /// <summary>Whether this is the job's first answer of it: a second one says nothing new of what is missing.</summary>
    public bool IsFirstLook => !IgnoreCanonical && !FetchWhole;
}

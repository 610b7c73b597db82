namespace Trawl.Api.Search;

/// <summary>Why there is no result.</summary>
public enum SearchRefusal
{
    None,

    /// <summary>The source does not exist, or not for this caller.</summary>
    NoSuchSource,

    /// <summary>No vectors of the named model are stored.</summary>
    NoSuchModel,

    /// <summary>A semantic search without the query's vector.</summary>
    NoEmbedder,

    /// <summary>A semantic search over more vectors than are held in memory.</summary>
    TooManyVectors,
}

/// <summary>A result, or why there is none.</summary>
public readonly record struct SearchOutcome(SearchResult? Result, SearchRefusal Refusal, string? Detail);

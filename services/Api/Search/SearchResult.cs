namespace Trawl.Api.Search;

/// <summary>What was found, best first.</summary>
/// <param name="Items">One a document.</param>
/// <param name="Mode">What was really done: hybrid falls back to keyword when no embedder answers.</param>
public sealed record SearchResult(IReadOnlyList<SearchItem> Items, SearchMode Mode);

/// <summary>A document with its best passage.</summary>
/// <param name="DocumentId">For GET /api/documents/{id}.</param>
/// <param name="Url">The page.</param>
/// <param name="Title">Its title; null when it has none.</param>
/// <param name="Chunk">The passage, as Markdown.</param>
/// <param name="Heading">The headings above the passage.</param>
/// <param name="Score">0 to 1, falling. Comparable within one answer only.</param>
/// <param name="Highlights">Fragments of the passage as HTML: words found in mark elements, all else escaped.</param>
public sealed record SearchItem(
    Guid DocumentId, string Url, string? Title, string Chunk, string Heading, double Score, IReadOnlyList<string> Highlights);

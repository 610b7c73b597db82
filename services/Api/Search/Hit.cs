namespace Trawl.Api.Search;

/// <summary>A document's best chunk in one list. The score says nothing outside that list.</summary>
internal readonly record struct Hit(Guid DocumentId, long ChunkId, double Score);

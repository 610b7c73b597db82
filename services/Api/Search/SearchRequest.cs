namespace Trawl.Api.Search;

/// <summary>A search that makes sense: checked by <see cref="SearchInput"/>.</summary>
public sealed record SearchRequest(string Query, Guid? SourceId = null, string? Model = null, SearchMode Mode = SearchMode.Hybrid, int Limit = SearchRequest.DefaultLimit)
{
    public const int DefaultLimit = 10;
    public const int MaxLimit = Paging.MaxLimit;
    public const int MaxQueryLength = 1000;
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Trawl.Api.Search;

/// <summary>The body of POST /api/search; GET takes the same names. The attributes only describe it: <see cref="SearchInput"/> checks.</summary>
public sealed record SearchBody
{
    [Description("The words. \"a phrase\", -without and or are understood."), Required, MaxLength(SearchRequest.MaxQueryLength)]
    public string Q { get; init; } = "";

    [Description("Only this source. Default all of the caller's.")]
    public string? SourceId { get; init; }

    [Description("The model whose vectors are compared. Default the one most of the documents are embedded with.")]
    public string? Model { get; init; }

    [Description("By words, by vectors, or both.")]
    public SearchMode Mode { get; init; }

    [Range(1, SearchRequest.MaxLimit)]
    public int Limit { get; init; } = SearchRequest.DefaultLimit;
}

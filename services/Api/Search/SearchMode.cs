namespace Trawl.Api.Search;

/// <summary>How passages are found.</summary>
public enum SearchMode
{
    /// <summary>By words and by vectors, both lists merged.</summary>
    Hybrid,

    /// <summary>By vectors alone.</summary>
    Semantic,

    /// <summary>By words alone.</summary>
    Keyword,
}

using Trawl.ServiceDefaults;

namespace Trawl.Api.Search;

/// <summary>Section <c>Search</c>.</summary>
public sealed class SearchOptions : IValidatedOptions
{
    /// <summary>
    /// Most vectors of one model searched in memory, where the database has no pgvector; past it searches are by words alone. 200,000 of 384
    /// dimensions take 300 MB. Defaults to 200000.
    /// </summary>
    public int MaxInMemoryVectors { get; set; } = 200_000;

    /// <summary>How long an embedder may take for the query's vector. Defaults to 2 seconds.</summary>
    public TimeSpan EmbedTimeout { get; set; } = TimeSpan.FromSeconds(2);

    public IEnumerable<string> Validate(string section)
    {
        if (MaxInMemoryVectors < 0)
            yield return $"{section}:MaxInMemoryVectors is {MaxInMemoryVectors}. Set it to 0 or more.";
        if (EmbedTimeout <= TimeSpan.Zero || EmbedTimeout > TimeSpan.FromMinutes(1))
            yield return $"{section}:EmbedTimeout is {EmbedTimeout}. Set it to more than nothing and at most 00:01:00.";
    }
}

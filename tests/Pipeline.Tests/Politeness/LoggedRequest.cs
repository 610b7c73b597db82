namespace Trawl.Pipeline.Tests.Politeness;

/// <summary>A request as the site saw it, by its own clock.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Start">When it came.</param>
public sealed record LoggedRequest(string Path, TimeSpan Start)
{
    /// <summary>When it was answered, or its asker was gone.</summary>
    public TimeSpan End { get; set; } = TimeSpan.MaxValue;

    /// <summary>The asker was gone before it was answered.</summary>
    public bool Aborted { get; set; }

    /// <summary>Set when it was answered 429: nobody is to ask before.</summary>
    public TimeSpan? NotBefore { get; set; }
}

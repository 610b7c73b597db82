namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>How much of a page is taken for its frame.</summary>
internal enum FrameRules
{
    /// <summary>Nothing is.</summary>
    None,

    /// <summary>What the page itself marks so: elements, roles, what is hidden, cookie bars.</summary>
    Marked,

    /// <summary>Also what looks like it by its name, or by being all links.</summary>
    Guessed,
}

/// <summary>What an element is taken for.</summary>
internal enum FrameVerdict
{
    Content,

    /// <summary>Not there to be seen at first, or over the page and not in it.</summary>
    Hidden,

    /// <summary>Frame by <see cref="FrameRules.Marked"/>.</summary>
    Marked,

    /// <summary>Frame by <see cref="FrameRules.Guessed"/> only.</summary>
    Guess,
}

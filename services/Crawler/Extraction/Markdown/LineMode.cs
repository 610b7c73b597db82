namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>How a block boundary comes out in Markdown.</summary>
internal enum LineMode
{
    /// <summary>As line breaks.</summary>
    Flow,

    /// <summary>As a space: a heading is one line.</summary>
    Line,

    /// <summary>As <c>&lt;br&gt;</c>: so is a table's row.</summary>
    Cell,
}

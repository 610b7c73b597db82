namespace Trawl.Crawler.Extraction.Html;

/// <summary>What the parser has to know of an element.</summary>
[Flags]
internal enum TagTraits : ushort
{
    None = 0,

    /// <summary>Has no content and no end.</summary>
    Void = 1,

    /// <summary>The end of an element outside does not reach over it.</summary>
    Special = 2,

    /// <summary>Nothing inside closes what is outside.</summary>
    Scope = 4,

    /// <summary>Its start ends an open paragraph.</summary>
    EndsParagraph = 8,

    /// <summary>Its end tag may be left out.</summary>
    ImpliedEnd = 16,

    /// <summary>Starts a block of its own on the page.</summary>
    Block = 32,

    /// <summary>No text that a reader sees, or none that is part of the page's.</summary>
    Mute = 64,

    /// <summary>Its start ends a drawing or a formula around it.</summary>
    EndsForeign = 128,

    /// <summary>Between a table and its cells.</summary>
    TablePart = 256,
}

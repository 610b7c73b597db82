namespace Trawl.Crawler.Extraction.Html;

/// <summary>What an element has somewhere below it.</summary>
[Flags]
internal enum Holds : byte
{
    Nothing = 0,
    Heading = 1,
    Table = 2,
    Preformatted = 4,
    Paragraph = 8,
    Article = 16,
    Block = 32,
    Title = 64,
}

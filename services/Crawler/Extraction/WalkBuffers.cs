namespace Trawl.Crawler.Extraction;

/// <summary>The three texts that a walk writes; kept from page to page for their buffers.</summary>
internal sealed class WalkBuffers
{
    public MarkdownWriter Body { get; } = new();
    public MarkdownWriter Main { get; } = new();
    public MarkdownWriter Article { get; } = new();

    public void Clear()
    {
        Body.Clear();
        Main.Clear();
        Article.Clear();
    }
}

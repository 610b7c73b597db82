using Trawl.Crawler.Extraction.Html;
using Trawl.Crawler.Extraction.Markdown;

namespace Trawl.Crawler.Extraction;

/// <summary>What reading a page needs, kept for the next page: as many as pages are read at once.</summary>
internal sealed class Workspace : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Stack<Workspace> Idle = new();

    public HtmlTree Tree { get; } = new();
    public HtmlTreeBuilder Builder { get; }
    public ParseBudget Budget { get; } = new();
    public MarkdownWriter Body { get; } = new();
    public MarkdownWriter Main { get; } = new();
    public MarkdownWriter Article { get; } = new();

    private Workspace() => Builder = new HtmlTreeBuilder(Tree);

    public static Workspace Rent()
    {
        lock (Gate)
            return Idle.TryPop(out var workspace) ? workspace : new Workspace();
    }

    /// <summary>Back to the idle ones: whatever happened, the next page starts by clearing it.</summary>
    public void Dispose()
    {
        Builder.Dispose();
        lock (Gate)
            Idle.Push(this);
    }
}

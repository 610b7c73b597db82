using Trawl.Crawler.Extraction.Html;
using Trawl.Crawler.Extraction.Markdown;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>Turns the text of a fetched page into what is stored of it.</summary>
internal static class PageExtractor
{
    /// <summary>So many letters may be what a page is about.</summary>
    private const int Substance = 250;

    /// <summary>Reads an HTML page.</summary>
    /// <param name="html">The decoded body.</param>
    /// <param name="source">What else is known of it.</param>
    /// <exception cref="TangledPageException">Reading it would take too long.</exception>
    public static ExtractedPage Html(ReadOnlyMemory<char> html, PageSource source) => Html(html, source, ParseBudget.Time);

    internal static ExtractedPage Html(ReadOnlyMemory<char> html, PageSource source, TimeSpan time)
    {
        using var workspace = Workspace.Rent();
        workspace.Budget.Start(time);
        workspace.Builder.Parse(html, workspace.Budget);
        return Read(workspace, source);
    }

    /// <summary>Reads a page that is text already: as it is.</summary>
    /// <param name="text">The decoded body.</param>
    /// <param name="isMarkdown">Whether its first heading is its title.</param>
    /// <param name="source">What else is known of it.</param>
    public static ExtractedPage Text(ReadOnlySpan<char> text, bool isMarkdown, PageSource source)
    {
        var markdown = text.TrimEnd().ToString().ReplaceLineEndings("\n");
        return new ExtractedPage
        {
            Title = isMarkdown ? HeadReader.FirstHeading(markdown) : null,
            Markdown = markdown,
            Links = [],
            Canonical = LinkHeader.Canonical(source.LinkHeaders, source.Url),
        };
    }

    private static ExtractedPage Read(Workspace workspace, PageSource source)
    {
        var tree = workspace.Tree;
        var head = HeadReader.Read(tree, source);
        var links = new LinkCollector(head.NoFollow ? null : source.Scope, source.Url, source.Today);
        var resolver = new LinkResolver(head.Base);
        var walk = new DocumentWalk(resolver, links, workspace, FrameRules.Guessed);
        var markdown = walk.Walk(tree.Body);
        if (IsTooLittle(tree.Body, walk.Guessed, markdown))
            markdown = (walk = new DocumentWalk(resolver, links, workspace, FrameRules.Marked)).Walk(tree.Body);
        // A page that is all frame has an unlucky mark somewhere near its root.
        if (IsTooLittle(tree.Body, walk.LeftOut, markdown) && markdown.Length < Substance)
            markdown = new DocumentWalk(resolver, links, workspace, FrameRules.None).Walk(tree.Body);
        return head.ToPage(markdown, links) with { NeedsScript = ScriptShell.Is(tree, markdown) };
    }

    // Nothing, or less than half of what was left out: a third of the page at most.
    private static bool IsTooLittle(HtmlNode body, int leftOut, string markdown) =>
        markdown.Length == 0 ? body.TextLength > 0 : leftOut > Math.Max(Substance, 2 * markdown.Length);
}

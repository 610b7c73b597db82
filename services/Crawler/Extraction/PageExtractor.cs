using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>Turns the text of a fetched page into what is stored of it.</summary>
internal static class PageExtractor
{
    // Deep enough for any page; the walk is recursive, and a page must not be able to end the process.
    private const int MaxDepth = 400;

    private static readonly HtmlParser Parser = CreateParser();

    [ThreadStatic]
    private static WalkBuffers? buffers;

    /// <summary>Reads an HTML page.</summary>
    /// <param name="html">The decoded body.</param>
    /// <param name="source">What else is known of it.</param>
    /// <exception cref="TangledPageException">Reading it would take too long.</exception>
    public static ExtractedPage Html(ReadOnlyMemory<char> html, PageSource source) => Html(html, source, ParseBudget.Time);

    internal static ExtractedPage Html(ReadOnlyMemory<char> html, PageSource source, TimeSpan time)
    {
        ParseBudget.Start(html.Length, time);
        using var document = Parser.ParseDocument(html);
        var head = HeadReader.Read(document, source);
        var links = new LinkCollector(head.NoFollow ? null : source.Scope);
        if (document.Body is not { } body)
            return head.ToPage("", links);
        var resolver = new LinkResolver(head.Base);
        var walk = new DocumentWalk(resolver, links, buffers ??= new WalkBuffers(), skipFrame: true);
        var markdown = body is IHtmlBodyElement ? walk.Walk(body) : "";
        // A page that is all frame has an unlucky class somewhere near its root.
        if (markdown.Length == 0 && walk.SkippedFrame)
            markdown = new DocumentWalk(resolver, links, buffers, skipFrame: false).Walk(body);
        return head.ToPage(markdown, links) with { NeedsScript = ScriptShell.Is(document, body, markdown) };
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

    private static HtmlParser CreateParser()
    {
        var parser = new HtmlParser(new HtmlParserOptions
        {
            DisableElementPositionTracking = true,
            SkipComments = true,
            SkipScriptText = true,
            SkipRawText = true,
            SkipProcessingInstructions = true,
            MaximumDepth = MaxDepth,
            ShouldEmitAttribute = static (ref _, name) => IsRead(name.Span),
            OnCreated = static (_, _) => ParseBudget.Check(),
        });
        parser.Error += static (_, _) => ParseBudget.Check();
        return parser;
    }

    private static bool IsRead(ReadOnlySpan<char> name) => name is "href" or "rel" or "class" or "id" or "role" or "lang" or "name" or "property" or "content" or "http-equiv"
        or "alt" or "colspan" or "rowspan" or "hidden" or "aria-hidden" or "style" or "start" or "data-lang" or "data-language" or "xml:lang";
}

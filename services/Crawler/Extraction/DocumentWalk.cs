using AngleSharp.Dom;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>
/// The one walk over a page's tree: links from everywhere, Markdown from what the page says. What a <c>main</c> or an
/// <c>article</c> holds is written apart, because only their end tells whether they are what the page is about.
/// </summary>
internal sealed partial class DocumentWalk(LinkResolver resolver, LinkCollector links, WalkBuffers buffers, bool skipFrame)
{
    private MarkdownWriter writer = buffers.Body;
    private int articles;
    private bool insideMain;
    private int listDepth;

    /// <summary>Something was left out because it looked like the page's frame.</summary>
    public bool SkippedFrame { get; private set; }

    public string Walk(IElement body)
    {
        buffers.Clear();
        Children(body);
        if (buffers.Main.ToString() is { Length: > 0 } main)
            return main;
        var text = buffers.Body.ToString();
        if (articles == 0)
            return text;
        var article = buffers.Article.ToString();
        // Articles that are a small part of the page are teasers on it, not the page.
        return article.Length * 3 >= text.Length ? article : $"{text}\n\n{article}";
    }

    private void Children(INode node)
    {
        var children = node.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            switch (children[i])
            {
                case IText text:
                    writer.Text(text.Data);
                    break;
                case IElement element:
                    Element(element);
                    break;
            }
        }
    }

    private void Element(IElement element)
    {
        var name = element.LocalName;
        if (element.Attributes.Length > 0 && skipFrame && Boilerplate.Is(element, insideMain))
        {
            SkippedFrame = true;
            LinksOnly(element);
            return;
        }

        if (!Inline(element, name))
            BlockElement(element, name);
    }

    private void BlockElement(IElement element, string name)
    {
        switch (name)
        {
            case "nav" or "aside" when skipFrame:
            case "header" or "footer" when skipFrame && !insideMain && writer != buffers.Article:
            case "form" when skipFrame && !HoldsContent(element):
                SkippedFrame = true;
                LinksOnly(element);
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Heading(element, name[1] - '0');
                break;
            case "ul" or "ol" or "menu":
                List(element, name == "ol");
                break;
            case "li":
                Item(element, "- ");
                break;
            case "dl":
                DefinitionList(element);
                break;
            case "pre" or "listing" or "xmp":
                CodeBlock(element);
                break;
            case "blockquote":
                Quote(element);
                break;
            case "table":
                Table(element);
                break;
            case "hr":
                writer.Rule();
                break;
            case "main":
                Main(element);
                break;
            case "article":
                Article(element);
                break;
            default:
                Block(element);
                break;
        }
    }

    private void Block(IElement element)
    {
        if (element.GetAttribute("role") == "main")
        {
            Main(element);
            return;
        }

        writer.Break(2);
        Children(element);
        writer.Break(2);
    }

    private void Main(IElement element)
    {
        if (insideMain)
        {
            Apart(element, writer);
            return;
        }

        insideMain = true;
        Apart(element, buffers.Main);
        insideMain = false;
    }

    private void Article(IElement element)
    {
        if (insideMain)
        {
            Apart(element, writer);
            return;
        }

        articles++;
        Apart(element, buffers.Article);
    }

    private void Apart(IElement element, MarkdownWriter target)
    {
        var outer = writer;
        writer = target;
        writer.Break(2);
        Children(element);
        writer.Break(2);
        writer = outer;
    }

    private void Heading(IElement element, int level)
    {
        writer.Break(2);
        if (writer.Mode != LineMode.Flow)
        {
            Children(element);
            writer.Break(2);
            return;
        }

        var before = writer.Mark(Headings[level - 1]);
        var outer = writer.BeginLine(LineMode.Line);
        Children(element);
        writer.EndLine(outer);
        writer.Unmark(before);
        writer.Break(2);
    }

    private void Quote(IElement element)
    {
        writer.Break(2);
        var outer = writer.Prefix;
        var before = writer.HasPendingMark ? writer.Mark("> ") : null;
        writer.Prefix = outer + "> ";
        Children(element);
        writer.Prefix = outer;
        if (before is not null)
            writer.Unmark(before);
        writer.Break(2);
    }

    // Some frameworks wrap the whole page in one form.
    private static bool HoldsContent(IElement form) => Contains(form, static name => name is "h1" or "h2" or "main" or "article" or "pre" or "table" or "p");

    private static bool Contains(IElement element, Func<string, bool> wanted)
    {
        var children = element.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is IElement child && (wanted(child.LocalName) || Contains(child, wanted)))
                return true;
        }

        return false;
    }

    private void LinksOnly(INode node)
    {
        var children = node.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is not IElement element)
                continue;
            if (element.LocalName is "a" or "area" && element.GetAttribute("href") is { } href && resolver.Resolve(href) is { } url)
                links.Add(url, element);
            LinksOnly(element);
        }
    }

    private static readonly string[] Headings = ["# ", "## ", "### ", "#### ", "##### ", "###### "];
}

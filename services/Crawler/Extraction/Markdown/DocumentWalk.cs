using Trawl.Crawler.Extraction.Html;
using Trawl.Web;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>
/// One walk over a page's tree: links from everywhere, Markdown from what the page says. What a <c>main</c> or an
/// <c>article</c> holds is written apart, because only their end tells whether they are what the page is about.
/// </summary>
internal sealed partial class DocumentWalk(LinkResolver resolver, LinkCollector links, Workspace workspace, FrameRules rules)
{
    private readonly Boilerplate frame = new(rules);
    private MarkdownWriter writer = workspace.Body;
    private int articles;
    private bool insideMain;
    private int listDepth;

    /// <summary>Letters, outside links, of what was left out by mere guesses.</summary>
    public int Guessed { get; private set; }

    /// <summary>Letters, outside links, of all that was left out, and not because it is hidden.</summary>
    public int LeftOut { get; private set; }

    public string Walk(HtmlNode body)
    {
        workspace.Body.Clear();
        workspace.Main.Clear();
        workspace.Article.Clear();
        frame.LookAt(body);
        Children(body);
        var main = workspace.Main.Length > 0 ? workspace.Main.ToString() : "";
        if (main.Length > 0)
            return main;
        var text = workspace.Body.ToString();
        if (articles == 0)
            return text;
        var article = workspace.Article.ToString();
        // Articles that are a small part of the page are teasers on it, not the page.
        return article.Length * 3 >= text.Length ? article : $"{text}\n\n{article}";
    }

    private void Children(HtmlNode node)
    {
        for (var child = node.First; child is not null; child = child.Next)
        {
            if (child.IsText)
                writer.Text(child.Data.Span);
            else
                Element(child);
        }
    }

    private void Element(HtmlNode element)
    {
        var verdict = frame.Judge(element, insideMain, writer == workspace.Article);
        if (verdict != FrameVerdict.Content)
        {
            LeaveOut(element, verdict);
            return;
        }

        if (!Inline(element))
            BlockElement(element);
    }

    private void LeaveOut(HtmlNode element, FrameVerdict verdict)
    {
        if (verdict != FrameVerdict.Hidden)
            LeftOut += element.Prose;
        if (verdict == FrameVerdict.Guess)
            Guessed += element.Prose;
        LinksOnly(element);
    }

    private void BlockElement(HtmlNode element)
    {
        switch (element.Tag)
        {
            case >= HtmlTag.H1 and <= HtmlTag.H6:
                Heading(element, element.Tag - HtmlTag.H1);
                break;
            case HtmlTag.Ul or HtmlTag.Ol or HtmlTag.Menu or HtmlTag.Dir:
                List(element, element.Tag == HtmlTag.Ol);
                break;
            case HtmlTag.Li:
                Item(element, "- ");
                break;
            case HtmlTag.Dl:
                DefinitionList(element);
                break;
            case HtmlTag.Pre or HtmlTag.Listing or HtmlTag.Xmp or HtmlTag.PlainText:
                CodeBlock(element);
                break;
            case HtmlTag.BlockQuote:
                Quote(element);
                break;
            case HtmlTag.Table:
                Table(element);
                break;
            case HtmlTag.Hr:
                writer.Rule();
                break;
            case HtmlTag.Main:
                Main(element);
                break;
            case HtmlTag.Article:
                Article(element);
                break;
            default:
                Block(element);
                break;
        }
    }

    private void Block(HtmlNode element)
    {
        if (element[HtmlAttribute.Role] is "main")
        {
            Main(element);
            return;
        }

        writer.Break(2);
        Children(element);
        writer.Break(2);
    }

    private void Main(HtmlNode element)
    {
        if (insideMain)
        {
            Apart(element, writer);
            return;
        }

        insideMain = true;
        Apart(element, workspace.Main);
        insideMain = false;
    }

    private void Article(HtmlNode element)
    {
        if (insideMain)
        {
            Apart(element, writer);
            return;
        }

        articles++;
        Apart(element, workspace.Article);
    }

    private void Apart(HtmlNode element, MarkdownWriter target)
    {
        var outer = writer;
        writer = target;
        writer.Break(2);
        Children(element);
        writer.Break(2);
        writer = outer;
    }

    private void Heading(HtmlNode element, int level)
    {
        writer.Break(2);
        if (writer.Mode != LineMode.Flow)
        {
            Children(element);
            writer.Break(2);
            return;
        }

        var before = writer.Mark(Headings[level]);
        var outer = writer.BeginLine(LineMode.Line);
        Children(element);
        writer.EndLine(outer);
        writer.Unmark(before);
        writer.Break(2);
    }

    private void Quote(HtmlNode element)
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

    private void LinksOnly(HtmlNode node)
    {
        for (var child = node.First; child is not null; child = child.Next)
        {
            if (child.IsText)
                continue;
            var target = child.Tag switch
            {
                HtmlTag.A or HtmlTag.Area => HtmlAttribute.Href,
                HtmlTag.Frame => HtmlAttribute.Src,
                _ => (HtmlAttribute?)null,
            };
            if (target is { } attribute && child.Has(attribute) && child[attribute] is not ['#', ..] && resolver.Resolve(child[attribute].ToString()) is { } url)
                links.Add(url, child[HtmlAttribute.Rel]);
            LinksOnly(child);
        }
    }

    private static readonly string[] Headings = ["# ", "## ", "### ", "#### ", "##### ", "###### "];
}

using AngleSharp.Dom;

namespace Trawl.Crawler.Extraction;

/// <summary>Elements within a line.</summary>
internal sealed partial class DocumentWalk
{
    /// <summary>True when the element was one of a line, and is done.</summary>
    private bool Inline(IElement element, string name)
    {
        switch (name)
        {
            case "script" or "style" or "template" or "head" or "svg" or "iframe" or "object" or "embed" or "video" or "audio" or "canvas":
            case "button" or "select" or "textarea" or "input" or "label" or "datalist" or "meter" or "progress" or "link" or "meta" or "col" or "colgroup":
                break;
            case "noscript" or "map" or "dialog":
                LinksOnly(element);
                break;
            case "a":
                Anchor(element);
                break;
            case "strong" or "b":
                Marked(element, "**");
                break;
            case "em" or "i" or "cite" or "var":
                Marked(element, "*");
                break;
            case "del" or "s" or "strike":
                Marked(element, "~~");
                break;
            case "code" or "kbd" or "samp" or "tt":
                Code(element);
                break;
            case "br":
                LineBreak(element);
                break;
            case "img":
                writer.Text(element.GetAttribute("alt"));
                break;
            case "wbr":
                break;
            case "span" or "sup" or "sub" or "small" or "big" or "u" or "q" or "abbr" or "acronym" or "font" or "mark" or "time" or "dfn" or "ins" or "bdi" or "bdo"
                or "data" or "picture" or "ruby" or "rb" or "rt" or "rp" or "nobr":
                Children(element);
                break;
            default:
                // What nobody has heard of is a custom element: its parts decide. HTML's own others are blocks.
                if (!name.Contains('-', StringComparison.Ordinal))
                    return false;
                Children(element);
                break;
        }

        return true;
    }

    private void Anchor(IElement element)
    {
        var href = element.GetAttribute("href");
        if (href is null)
        {
            Children(element);
            return;
        }

        if (href.StartsWith('#'))
        {
            // The mark beside a heading that links to itself.
            if (element.TextContent.AsSpan().Trim() is not ("#" or "¶" or "§" or "🔗" or "Link"))
                Children(element);
            return;
        }

        var url = resolver.Resolve(href);
        if (url is not null)
            links.Add(url, element);
        if (url is null || writer.Mode == LineMode.Line || writer.InLink || HasBlockChild(element))
        {
            Children(element);
            return;
        }

        writer.Open("[");
        writer.InLink = true;
        Children(element);
        writer.InLink = false;
        var fragment = href.IndexOf('#', StringComparison.Ordinal);
        // A fragment with odd characters would have to be encoded; without it the link still leads to the page.
        writer.CloseLink(url.Value, fragment >= 0 && !href.AsSpan(fragment).ContainsAny(" <>\n\t") ? href.AsSpan(fragment) : []);
    }

    private static bool HasBlockChild(IElement element)
    {
        var children = element.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is IElement { LocalName: "div" or "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "ul" or "ol" or "table" or "section" or "article" or "pre" or "figure" })
                return true;
        }

        return false;
    }

    private void Marked(IElement element, string mark)
    {
        // Emphasised code, as manuals have everywhere, would only be noise; a mark around blocks would not be one.
        if (writer.Mode == LineMode.Line || IsOnlyCode(element) || HasBlockChild(element))
        {
            Children(element);
            return;
        }

        writer.Open(mark);
        Children(element);
        writer.Close(mark);
    }

    private static bool IsOnlyCode(IElement element) =>
        element.ChildNodes.Length == 1 && element.ChildNodes[0] is IElement { LocalName: "code" or "tt" or "kbd" or "samp" };

    private void Code(IElement element)
    {
        if (element.ChildNodes.Length == 1 && element.ChildNodes[0] is IText only)
            writer.Code(only.Data);
        else if (Contains(element, static name => name is "pre" or "p" or "div" or "table"))
            Children(element);
        else
        {
            LinksOnly(element);
            writer.Code(TextOf(element));
        }
    }

    private void LineBreak(IElement element)
    {
        // Two in a row are how a paragraph was once written.
        var twice = element.PreviousSibling is IElement { LocalName: "br" };
        writer.Break(twice ? 2 : 1);
    }
}

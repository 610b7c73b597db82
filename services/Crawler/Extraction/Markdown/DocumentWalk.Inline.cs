using System.Buffers;
using Trawl.Crawler.Extraction.Html;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Elements within a line.</summary>
internal sealed partial class DocumentWalk
{
    /// <summary>True when the element was one of a line, and is done.</summary>
    private bool Inline(HtmlNode element)
    {
        switch (element.Tag)
        {
            case HtmlTag.A:
                Anchor(element);
                break;
            case HtmlTag.Strong or HtmlTag.B:
                Marked(element, "**");
                break;
            case HtmlTag.Em or HtmlTag.I or HtmlTag.Cite or HtmlTag.Var:
                Marked(element, "*");
                break;
            case HtmlTag.Del or HtmlTag.S or HtmlTag.Strike:
                Marked(element, "~~");
                break;
            case HtmlTag.Code or HtmlTag.Kbd or HtmlTag.Samp or HtmlTag.Tt:
                Code(element);
                break;
            case HtmlTag.Br:
                LineBreak(element);
                break;
            case HtmlTag.Img:
                writer.Text(element[HtmlAttribute.Alt]);
                break;
            case HtmlTag.Sup:
                Superscript(element);
                break;
            case HtmlTag.Q:
                writer.Text("\"");
                Children(element);
                writer.Text("\"");
                break;
            case HtmlTag.Input:
                CheckBox(element);
                break;
            case HtmlTag.Label when listDepth > 0:
                Children(element);
                break;
            case HtmlTag.NoScript or HtmlTag.Map or HtmlTag.Dialog or HtmlTag.Label or HtmlTag.FrameSet or HtmlTag.NoFrames or HtmlTag.Frame or HtmlTag.Object or HtmlTag.Svg:
                LinksOnly(element);
                break;
            case HtmlTag.Span or HtmlTag.Sub or HtmlTag.Small or HtmlTag.Big or HtmlTag.U or HtmlTag.Abbr or HtmlTag.Acronym or HtmlTag.Font or HtmlTag.Mark or HtmlTag.Time:
            case HtmlTag.Dfn or HtmlTag.Ins or HtmlTag.Bdi or HtmlTag.Bdo or HtmlTag.Data or HtmlTag.Picture or HtmlTag.Ruby or HtmlTag.Rb or HtmlTag.Rt or HtmlTag.Rp or HtmlTag.NoBr:
            // What nobody has heard of is a custom element: its parts decide. HTML's own others are blocks.
            case HtmlTag.Custom:
                Children(element);
                break;
            default:
                return element.Is(TagTraits.Mute) || element.Tag is HtmlTag.Wbr or HtmlTag.Link or HtmlTag.Meta or HtmlTag.Col or HtmlTag.ColGroup or HtmlTag.Area;
        }

        return true;
    }

    private void Anchor(HtmlNode element)
    {
        if (!element.Has(HtmlAttribute.Href))
        {
            Children(element);
            return;
        }

        var href = element[HtmlAttribute.Href];
        if (href is ['#', ..])
        {
            if (!IsPermalink(element))
                Children(element);
            return;
        }

        var url = resolver.Resolve(href.ToString());
        if (url is not null)
            links.Add(url, element[HtmlAttribute.Rel]);
        if (url is null || writer.Mode == LineMode.Line || writer.InLink || HoldsBlock(element))
        {
            Children(element);
            return;
        }

        writer.Open("[");
        writer.InLink = true;
        Children(element);
        writer.InLink = false;
        var fragment = href.IndexOf('#');
        // A fragment with odd characters would have to be encoded; without it the link still leads to the page.
        writer.CloseLink(url.Value, fragment >= 0 && !href[fragment..].ContainsAny(" <>\n\t") ? href[fragment..] : []);
    }

    // The mark beside a heading that links to itself.
    private static bool IsPermalink(HtmlNode anchor)
    {
        var only = anchor.First;
        while (only is { IsText: false, Next: null })
            only = only.First;
        return only is { Next: null } && only.Data.Span.Trim(" \n\t\u200b") is "" or "#" or "¶" or "§" or "🔗" or "Link" or "link" or "anchor";
    }

    private static bool HoldsBlock(HtmlNode element) => (element.Holds & Holds.Block) != 0;

    private void Marked(HtmlNode element, string mark)
    {
        // Emphasised code, as manuals have everywhere, would only be noise; a mark around blocks would not be one.
        if (writer.Mode == LineMode.Line || IsOnlyCode(element) || HoldsBlock(element))
        {
            Children(element);
            return;
        }

        writer.Open(mark);
        Children(element);
        writer.Close(mark);
    }

    private static bool IsOnlyCode(HtmlNode element) =>
        element.First is { Next: null, Tag: HtmlTag.Code or HtmlTag.Tt or HtmlTag.Kbd or HtmlTag.Samp };

    private void Code(HtmlNode element)
    {
        if (element.First is { Next: null, IsText: true } only)
        {
            writer.Code(only.Data.Span);
        }
        else if (HoldsBlock(element))
        {
            Children(element);
        }
        else
        {
            LinksOnly(element);
            writer.Code(TextOf(element));
        }
    }

    private void LineBreak(HtmlNode element)
    {
        // Two in a row are how a paragraph was once written.
        var before = element.Previous;
        if (before is { IsText: true } && before.Data.Span.IsWhiteSpace())
            before = before.Previous;
        writer.Break(before is { Tag: HtmlTag.Br } ? 2 : 1);
    }

    // "10" and a raised "2" are not "102"; raised letters and links to notes read well as they are.
    private void Superscript(HtmlNode element)
    {
        if (element.First is { Next: null, IsText: true } only && only.Data.Span.Trim() is { Length: > 0 } raised && !raised.ContainsAnyExcept(CanBeRaised))
        {
            foreach (var c in raised)
                writer.Text(Raised[c - '+' is >= 0 and <= 14 and var at ? at : 2]);
            return;
        }

        Children(element);
    }

    private void CheckBox(HtmlNode element)
    {
        if (listDepth > 0 && writer.Mode == LineMode.Flow && element[HtmlAttribute.Type].Equals("checkbox", StringComparison.OrdinalIgnoreCase))
            writer.CheckBox(element.Has(HtmlAttribute.Checked));
    }

    private static readonly SearchValues<char> CanBeRaised = SearchValues.Create("0123456789+-−");

    // From '+' (43) to '9' (57); a minus sign of either kind is the third.
    private static readonly string[] Raised = ["⁺", "", "⁻", "", "", "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
}

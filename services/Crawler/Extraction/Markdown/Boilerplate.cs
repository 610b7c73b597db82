using Trawl.Crawler.Extraction.Html;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Tells the page's frame (navigation, bars, notices) from what it says.</summary>
internal sealed class Boilerplate(FrameRules rules)
{
    /// <summary>A block of that many links and hardly any other text is a menu, where it stands beside the page's text.</summary>
    private const int MenuLinks = 4;

    private const int MenuLinkLength = 30;

    private int prose;

    /// <summary>Takes the measure of the page.</summary>
    public void LookAt(HtmlNode body) => prose = body.Prose;

    /// <summary>Whether an element and all in it is part of the frame. Hidden elements are.</summary>
    /// <param name="element">The element.</param>
    /// <param name="insideMain">The author has said where the main part is, and this is in it: only what has nothing to do with the text goes.</param>
    /// <param name="insideArticle">As <paramref name="insideMain"/>, for an article: headers and footers are the article's own.</param>
    public FrameVerdict Judge(HtmlNode element, bool insideMain, bool insideArticle)
    {
        if (rules == FrameRules.None)
            return FrameVerdict.Content;
        switch (element.Tag)
        {
            case HtmlTag.Nav or HtmlTag.Aside or HtmlTag.Search:
            case HtmlTag.Header or HtmlTag.Footer when !insideMain && !insideArticle:
            // Some frameworks wrap the whole page in one form.
            case HtmlTag.Form when (element.Holds & (Holds.Title | Holds.Article | Holds.Preformatted | Holds.Table | Holds.Paragraph | Holds.Heading)) == 0:
                return FrameVerdict.Marked;
        }

        if (element.HasAttributes)
        {
            if (IsHidden(element))
                return FrameVerdict.Hidden;
            if (IsFrameRole(element[HtmlAttribute.Role]))
                return FrameVerdict.Marked;
        }

        if (rules != FrameRules.Guessed)
            return FrameVerdict.Content;
        if (FrameNames.Has(element[HtmlAttribute.Class], insideMain) || FrameNames.Has(element[HtmlAttribute.Id], insideMain))
            return FrameVerdict.Guess;
        return !insideMain && !insideArticle && IsMenu(element) ? FrameVerdict.Guess : FrameVerdict.Content;
    }

    private static bool IsHidden(HtmlNode element)
    {
        if (element.Has(HtmlAttribute.Hidden) || element[HtmlAttribute.AriaHidden] is "true" || element[HtmlAttribute.Role] is "dialog" or "alertdialog")
            return true;
        var style = element[HtmlAttribute.Style];
        if (!style.IsEmpty && (style.Contains("display:none", StringComparison.OrdinalIgnoreCase) || style.Contains("display: none", StringComparison.OrdinalIgnoreCase)))
            return true;
        return FrameNames.IsCookieBar(element[HtmlAttribute.Class]) || FrameNames.IsCookieBar(element[HtmlAttribute.Id]);
    }

    private static bool IsFrameRole(ReadOnlySpan<char> role) =>
        role is "banner" or "complementary" or "contentinfo" or "menu" or "menubar" or "navigation" or "search" or "toolbar";

    // A list of links within a text belongs to it: it follows on a heading or a paragraph, or has neighbours as small as itself.
    private bool IsMenu(HtmlNode element)
    {
        if (element.Links < MenuLinks || element.LinkLength * 10 < element.TextLength * 8 || element.LinkLength > element.Links * MenuLinkLength)
            return false;
        if (element.Tag is not (HtmlTag.Div or HtmlTag.Ul or HtmlTag.Ol or HtmlTag.Td or HtmlTag.Table or HtmlTag.Section or HtmlTag.Center or HtmlTag.P))
            return false;
        return (element.Holds & (Holds.Title | Holds.Article | Holds.Preformatted)) == 0 && StandsBesideTheText(element);
    }

    private bool StandsBesideTheText(HtmlNode element)
    {
        var before = Neighbour(element.Previous);
        if (before is { Tag: HtmlTag.P or (>= HtmlTag.H1 and <= HtmlTag.H6) })
            return false;
        // Most of the page's text is in one of its neighbours.
        return element.Parent is { } parent && parent.MostProse > Math.Max(MenuLinkLength, element.Prose) && parent.MostProse * 2 > prose;
    }

    private static HtmlNode? Neighbour(HtmlNode? node)
    {
        while (node is { IsText: true } && node.Data.Span.IsWhiteSpace())
            node = node.Previous;
        return node;
    }
}

using System.Text;
using Trawl.Crawler.Extraction.Html;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Preformatted text.</summary>
internal sealed partial class DocumentWalk
{
    private void CodeBlock(HtmlNode pre)
    {
        // Line numbers are the highlighter's, not the code's. They are in a cell or a box of their own.
        var gutter = pre;
        for (var levels = 0; levels < 4 && gutter is not null; levels++, gutter = gutter.Parent)
        {
            if (IsLineNumbers(gutter))
                return;
        }

        LinksOnly(pre);
        writer.CodeBlock(TextOf(pre), CodeLanguage.Of(pre));
    }

    private static ReadOnlySpan<char> TextOf(HtmlNode element)
    {
        if (element.First is { Next: null, IsText: true } only)
            return only.Data.Span;
        var text = new StringBuilder();
        AppendText(element, text);
        return text.ToString();
    }

    private static void AppendText(HtmlNode node, StringBuilder text)
    {
        for (var child = node.First; child is not null; child = child.Next)
        {
            if (child.IsText)
                text.Append(child.Data.Span);
            else if (child.Tag == HtmlTag.Br)
                text.Append('\n');
            else if (!child.Is(TagTraits.Mute) && !IsLineNumbers(child))
                AppendText(child, text);
        }
    }

    private static bool IsLineNumbers(HtmlNode element)
    {
        var classes = element[HtmlAttribute.Class];
        foreach (var range in classes.Split(' '))
        {
            if (classes[range] is "lineno" or "linenos" or "line-number" or "line-numbers-rows" or "linenodiv" or "gutter" or "gl" or "rouge-gutter" or "lnt")
                return true;
        }

        return false;
    }
}

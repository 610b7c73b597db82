using Trawl.Crawler.Extraction.Html;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>The language that a highlighter left in a class of a code block, its code element, or the boxes around it.</summary>
internal static class CodeLanguage
{
    private static readonly string[] Prefixes = ["language-", "lang-", "highlight-source-", "highlight-text-", "highlight-"];

    /// <returns>In lower case; empty when none is named.</returns>
    public static string Of(HtmlNode pre)
    {
        var language = In(pre);
        for (var child = pre.First; language.Length == 0 && child is not null; child = child.Next)
        {
            if (child.Tag == HtmlTag.Code)
                language = In(child);
        }

        // Tables are how line numbers are put beside the code.
        for (var (box, levels) = (pre.Parent, 0); language.Length == 0 && levels < 6 && IsBox(box); levels++)
            (language, box) = (In(box!), box!.Parent);
        return language switch
        {
            "default" or "none" or "text" or "plain" or "plaintext" or "notranslate" => "",
            // GitHub's name for it.
            "html-basic" => "html",
            _ => language,
        };
    }

    private static bool IsBox(HtmlNode? box) => box is { Tag: HtmlTag.Div or HtmlTag.Figure or HtmlTag.Td or HtmlTag.Tr or HtmlTag.TBody or HtmlTag.Table or HtmlTag.Span };

    private static string In(HtmlNode element)
    {
        if (!element.HasAttributes)
            return "";
        var named = element.Has(HtmlAttribute.DataLang) ? element[HtmlAttribute.DataLang] : element[HtmlAttribute.DataLanguage];
        if (IsName(named))
            return Lower(named);
        var classes = element[HtmlAttribute.Class];
        var (isHighlighted, isNext) = (false, false);
        foreach (var range in classes.SplitAny(' ', '\t', '\n', ';'))
        {
            var token = classes[range];
            if (isNext && IsName(token))
                return Lower(token);
            isNext |= token is "brush:" or "sourceCode";
            isHighlighted |= token is "hljs";
            if (token.StartsWith("brush:", StringComparison.OrdinalIgnoreCase) && IsName(token[6..]))
                return Lower(token[6..]);
            foreach (var prefix in Prefixes)
            {
                if (token.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && IsName(token[prefix.Length..]))
                    return Lower(token[prefix.Length..]);
            }
        }

        return isHighlighted ? BesideHighlighter(classes) : "";
    }

    // highlight.js names the language bare: "hljs python".
    private static string BesideHighlighter(ReadOnlySpan<char> classes)
    {
        foreach (var range in classes.Split(' '))
        {
            if (classes[range] is not "hljs" and not "highlight" and not "code" and not "nohighlight" && IsName(classes[range]))
                return Lower(classes[range]);
        }

        return "";
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or >= 30)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '#' or '-' or '_' or '.'))
                return false;
        }

        return true;
    }

    private static string Lower(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant();
}

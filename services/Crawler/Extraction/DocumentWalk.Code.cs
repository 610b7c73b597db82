using System.Text;
using AngleSharp.Dom;

namespace Trawl.Crawler.Extraction;

/// <summary>Preformatted text.</summary>
internal sealed partial class DocumentWalk
{
    private static readonly string[] LanguagePrefixes = ["language-", "lang-", "highlight-source-", "highlight-", "brush:"];

    private void CodeBlock(IElement pre)
    {
        LinksOnly(pre);
        writer.CodeBlock(TextOf(pre), LanguageOf(pre));
    }

    private static string TextOf(IElement element)
    {
        if (element.ChildNodes.Length == 1 && element.ChildNodes[0] is IText only)
            return only.Data;
        var text = new StringBuilder();
        AppendText(element, text);
        return text.ToString();
    }

    private static void AppendText(INode node, StringBuilder text)
    {
        var children = node.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            switch (children[i])
            {
                case IText data:
                    text.Append(data.Data);
                    break;
                case IElement { LocalName: "br" }:
                    text.Append('\n');
                    break;
                case IElement { LocalName: "script" or "style" or "button" }:
                    break;
                // Line numbers are the highlighter's, not the code's.
                case IElement element when element.GetAttribute("class") is "lineno" or "linenos" or "line-number" or "line-numbers-rows" or "gutter":
                    break;
                case IElement element:
                    AppendText(element, text);
                    break;
            }
        }
    }

    /// <summary>The language that a highlighter left in a class of the block, its code element, or the boxes around it.</summary>
    private static string LanguageOf(IElement pre)
    {
        var language = LanguageIn(pre);
        for (var i = 0; language.Length == 0 && i < pre.ChildNodes.Length; i++)
        {
            if (pre.ChildNodes[i] is IElement { LocalName: "code" } code)
                language = LanguageIn(code);
        }

        for (var (box, levels) = (pre.ParentElement, 0); language.Length == 0 && box is { LocalName: "div" or "figure" } && levels < 2; levels++)
            (language, box) = (LanguageIn(box), box.ParentElement);
        return language is "default" or "none" or "text" or "plaintext" or "notranslate" ? "" : language;
    }

    private static string LanguageIn(IElement element)
    {
        if ((element.GetAttribute("data-lang") ?? element.GetAttribute("data-language")) is { Length: > 0 and < 30 } named && IsName(named))
            return named.ToLowerInvariant();
        if (element.GetAttribute("class") is not { } classes)
            return "";
        foreach (var token in classes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var prefix in LanguagePrefixes)
            {
                if (token.Length > prefix.Length && token.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && IsName(token[prefix.Length..]))
                    return token[prefix.Length..].ToLowerInvariant();
            }
        }

        return "";
    }

    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '-' or '_' or '.');
}

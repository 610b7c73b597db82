using System.Buffers;
using Trawl.Crawler.Extraction.Html;

namespace Trawl.Crawler.Extraction;

/// <summary>Tells the empty shell of an application, which scripts would fill, from a page that just says little.</summary>
internal static class ScriptShell
{
    /// <summary>A page with more letters than this says something of its own.</summary>
    private const int FewLetters = 40;

    private static readonly SearchValues<string> Complaints = SearchValues.Create(["javascript", "java script"], StringComparison.OrdinalIgnoreCase);

    public static bool Is(HtmlTree tree, string markdown)
    {
        if (HasText(markdown))
            return false;
        var (scripts, root) = (false, false);
        foreach (var node in tree.Nodes)
        {
            scripts |= node.Tag == HtmlTag.Script;
            root |= node.Tag == HtmlTag.Custom || IsRoot(node[HtmlAttribute.Id]) || (node.IsText && node.Parent?.Tag == HtmlTag.NoScript && node.Data.Span.ContainsAny(Complaints));
        }

        return scripts && root;
    }

    private static bool HasText(string markdown)
    {
        var letters = 0;
        foreach (var c in markdown)
        {
            if (char.IsLetter(c) && ++letters >= FewLetters)
                return true;
        }

        return false;
    }

    private static bool IsRoot(ReadOnlySpan<char> id) =>
        id is "app" or "root" or "__next" or "__nuxt" or "___gatsby" or "svelte" or "app-root" or "react-root" or "main-app" or "mount" or "q-app";
}

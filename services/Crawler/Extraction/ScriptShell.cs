using System.Buffers;
using AngleSharp.Dom;

namespace Trawl.Crawler.Extraction;

/// <summary>Tells the empty shell of an application, which scripts would fill, from a page that just says little.</summary>
internal static class ScriptShell
{
    /// <summary>A page with more letters than this says something of its own.</summary>
    private const int FewLetters = 40;

    private static readonly SearchValues<string> Complaints = SearchValues.Create(
        ["javascript", "java script"], StringComparison.OrdinalIgnoreCase);

    public static bool Is(IDocument document, IElement body, string markdown)
    {
        if (HasText(markdown))
            return false;
        var signs = default(Signs);
        if (document.Head is { } head)
            Look(head, ref signs);
        Look(body, ref signs);
        return signs is { Script: true, Root: true } or { Script: true, Complaint: true };
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

    private static void Look(INode node, ref Signs signs)
    {
        var children = node.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is not IElement element)
                continue;
            switch (element.LocalName)
            {
                case "script":
                    signs.Script = true;
                    break;
                case "noscript":
                    signs.Complaint |= element.TextContent.AsSpan().ContainsAny(Complaints);
                    break;
                default:
                    signs.Root |= IsRoot(element);
                    Look(element, ref signs);
                    break;
            }
        }
    }

    private static bool IsRoot(IElement element) =>
        element.LocalName.Contains('-', StringComparison.Ordinal)
        || element.GetAttribute("id") is "app" or "root" or "__next" or "__nuxt" or "___gatsby" or "svelte" or "app-root" or "react-root" or "main-app" or "mount" or "q-app";

    private struct Signs
    {
        public bool Script;
        public bool Root;
        public bool Complaint;
    }
}

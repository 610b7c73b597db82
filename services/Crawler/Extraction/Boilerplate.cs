using System.Collections.Frozen;
using AngleSharp.Dom;

namespace Trawl.Crawler.Extraction;

/// <summary>Tells the page's frame (navigation, bars, notices) from what it says.</summary>
internal static class Boilerplate
{
    private static readonly FrozenSet<string> Classes = new[]
    {
        "advert", "advertisement", "breadcrumb", "breadcrumbs", "footer", "menu", "nav", "navbar", "navfooter", "navheader", "navigation", "noprint", "page-footer",
        "pager", "pagination", "share", "sidebar", "site-footer", "site-header", "site-nav", "skip-link", "skip-to-content", "social", "sphinxsidebar",
        "sr-only", "toolbar", "visually-hidden",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Roles = new[]
    {
        "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation", "search", "toolbar",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ClassLookup = Classes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether an element and all in it is part of the frame. Hidden elements are.</summary>
    public static bool Is(IElement element, bool insideMain)
    {
        var attributes = element.Attributes;
        for (var i = 0; i < attributes.Length; i++)
        {
            var attribute = attributes[i];
            if (attribute is not null && IsFrame(attribute.Name, attribute.Value, insideMain))
                return true;
        }

        return false;
    }

    private static bool IsFrame(string name, string value, bool insideMain) => name switch
    {
        "hidden" => true,
        "aria-hidden" => value == "true",
        "role" => Roles.Contains(value),
        "style" => value.Contains("display:none", StringComparison.OrdinalIgnoreCase) || value.Contains("display: none", StringComparison.OrdinalIgnoreCase),
        "class" => HasFrameClass(value, insideMain),
        "id" => IsCookieBar(value),
        _ => false,
    };

    private static bool HasFrameClass(string classes, bool insideMain)
    {
        var rest = classes.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny(" \t\n\r\f");
            var token = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            // The author has said where the main part is: inside it, only what has nothing to do with the text goes.
            if (ClassLookup.Contains(token) && !(insideMain && token is "footer" or "menu" or "toolbar"))
                return true;
            if (IsCookieBar(token))
                return true;
        }

        return false;
    }

    private static bool IsCookieBar(ReadOnlySpan<char> token) =>
        (token.Contains("cookie", StringComparison.OrdinalIgnoreCase) || token.Contains("consent", StringComparison.OrdinalIgnoreCase) || token.Contains("gdpr", StringComparison.OrdinalIgnoreCase))
        && (token.Contains("banner", StringComparison.OrdinalIgnoreCase) || token.Contains("bar", StringComparison.OrdinalIgnoreCase)
            || token.Contains("notice", StringComparison.OrdinalIgnoreCase) || token.Contains("popup", StringComparison.OrdinalIgnoreCase)
            || token.Contains("modal", StringComparison.OrdinalIgnoreCase) || token.Contains("overlay", StringComparison.OrdinalIgnoreCase)
            || token.Contains("dialog", StringComparison.OrdinalIgnoreCase) || token.Contains("consent", StringComparison.OrdinalIgnoreCase));
}

using System.Collections.Frozen;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Classes and ids that frames of pages go by: in general use, or one of the generators that make most of the web's documentation.</summary>
internal static class FrameNames
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "advert", "advertisement", "bottom-nav", "bottomnav", "breadcrumb", "breadcrumbs", "colophon", "footer", "footer-container", "globalnav", "leftnav", "masthead", "menu",
        "nav", "nav-links", "navbar", "navfooter", "navheader", "navigation", "noprint", "page-footer", "pager", "pagination", "post-navigation", "related-posts", "rightnav",
        "share", "sharing", "side-nav", "sidebar", "sidenav", "site-footer", "site-header", "site-nav", "site-navigation", "skip-link", "skip-nav", "skip-to-content", "skiplink",
        "skipnav", "social", "sr-only", "screen-reader-text", "sub-nav", "subnav", "tagcloud", "toolbar", "top-nav", "topbar", "topnav", "visually-hidden", "visuallyhidden",
        "widget-area",
        // Sphinx and its themes.
        "headerlink", "rst-footer-buttons", "rst-versions", "sphinxsidebar", "wy-breadcrumbs", "wy-nav-side", "wy-nav-top", "wy-side-nav-search",
        // Docusaurus, MkDocs, Hugo, mdBook, GitHub.
        "anchorjs-link", "book-menu", "book-toc", "hash-link", "md-footer", "md-header", "md-sidebar", "md-source-file", "md-tabs", "nav-chapters", "nav-wrapper", "pagination-nav",
        "table-of-contents", "tableOfContents", "td-sidebar", "td-sidebar-toc", "td-toc", "theme-doc-breadcrumbs", "theme-doc-footer", "theme-doc-toc-mobile", "toc", "zeroclipboard-container",
        // MediaWiki.
        "catlinks", "mw-cite-backlink", "mw-editsection", "mw-footer", "mw-head", "mw-jump-link", "mw-navigation", "mw-panel", "navbox", "printfooter", "siteNotice", "siteSub", "vector-header-container",
        "vector-menu",
        // WordPress.
        "entry-footer", "jp-relatedposts", "post-edit-link", "sharedaddy",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether one of the names is a frame's.</summary>
    /// <param name="names">A class attribute or an id.</param>
    /// <param name="insideMain">Within the main part some names mean other things.</param>
    public static bool Has(ReadOnlySpan<char> names, bool insideMain)
    {
        while (!names.IsEmpty)
        {
            var end = names.IndexOfAny(" \t\n\r\f");
            var name = end < 0 ? names : names[..end];
            names = end < 0 ? [] : names[(end + 1)..];
            if (name.Length > 2 && Lookup.Contains(name) && !(insideMain && name is "footer" or "menu" or "toolbar" or "entry-footer"))
                return true;
        }

        return false;
    }

    /// <summary>Whether one of the names is that of a notice about cookies.</summary>
    public static bool IsCookieBar(ReadOnlySpan<char> names)
    {
        // Nearly all names end here.
        if (!Contains(names, "cookie") && !Contains(names, "consent") && !Contains(names, "gdpr"))
            return false;
        foreach (var range in names.Split(' '))
        {
            var name = names[range];
            if ((Contains(name, "cookie") || Contains(name, "consent") || Contains(name, "gdpr")) && IsBar(name))
                return true;
        }

        return false;
    }

    private static bool IsBar(ReadOnlySpan<char> name) =>
        Contains(name, "banner") || Contains(name, "bar") || Contains(name, "notice") || Contains(name, "popup") || Contains(name, "modal") || Contains(name, "overlay")
        || Contains(name, "dialog") || Contains(name, "consent");

    private static bool Contains(ReadOnlySpan<char> name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}

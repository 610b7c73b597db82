using System.Text;
using Trawl.Web;

namespace Trawl.Crawler.Sitemaps;

/// <summary>Reads the tags of a sitemap: <c>loc</c> in <c>url</c> names a page, <c>loc</c> in <c>sitemap</c> another sitemap.</summary>
internal sealed class SitemapMarkup(TextWindow window, SitemapCollector collector)
{
    // Escapes make a URL up to six times as long. Tags are looked at only by name.
    private const int MaxText = WebUrl.MaxLength * 6;
    private const int MaxTag = 256;

    private readonly StringBuilder text = new();
    private readonly StringBuilder tag = new();
    private string? root;
    private string prefix = "";
    private bool isSitemap;
    private bool inLoc;

    /// <summary>Null when all was read; else why not.</summary>
    public string? Read()
    {
        while (!collector.IsFull && window.TakeThrough("<", inLoc ? text : null, MaxText))
        {
            if (window.StartsWith("!--"))
                window.TakeThrough("-->", null, 0);
            else if (window.StartsWith("![CDATA["))
                TakeCharacters();
            else if (window.StartsWith("!DOCTYPE"))
            {
                // Entities are defined in one; without them there is nothing in it.
                window.TakeThrough(">", tag.Clear(), MaxTag);
                if (tag.ToString().Contains('['))
                    return "It defines entities, which no sitemap needs: it was not read.";
            }
            else if (window.TakeThrough(">", tag.Clear(), MaxTag) && Take(tag.ToString()) is { } end)
                return end.Length == 0 ? null : end;
        }

        return collector.IsFull ? null : root is null ? "It is no sitemap." : "It ends in the middle: there may be more to it.";
    }

    // Null to go on, empty at the root's end, else why to stop.
    private string? Take(string content)
    {
        var isEnd = content.StartsWith('/');
        var name = NameOf(content.AsSpan(isEnd ? 1 : 0));
        if (name.Length == 0 || name[0] is '?' or '!')
            return null;
        if (root is null)
            return isEnd ? null : TakeRoot(name);
        if (isEnd && name.Equals(root, StringComparison.Ordinal))
            return "";
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        TakeElement(name[prefix.Length..], isEnd, isEmpty: content.EndsWith('/'));
        return null;
    }

    private string? TakeRoot(ReadOnlySpan<char> name)
    {
        var local = name[(name.IndexOf(':') + 1)..];
        if (!local.Equals("urlset", StringComparison.OrdinalIgnoreCase) && !local.Equals("sitemapindex", StringComparison.OrdinalIgnoreCase))
            return "It is no sitemap.";
        isSitemap = local.Length > "urlset".Length;
        (root, prefix) = (name.ToString(), name[..^local.Length].ToString());
        return null;
    }

    // Of the root's own namespace prefix: image:loc is no page.
    private void TakeElement(ReadOnlySpan<char> local, bool isEnd, bool isEmpty)
    {
        if (local is "loc")
        {
            if (isEnd && inLoc)
                collector.Add(text.ToString(), isSitemap);
            inLoc = !isEnd && !isEmpty;
            text.Clear();
        }
        else if (local is "url" or "sitemap")
        {
            // A loc that was not closed ends with its entry.
            inLoc = false;
            if (!isEnd)
                isSitemap = local is "sitemap";
        }
    }

    private void TakeCharacters()
    {
        window.TakeThrough("[CDATA[", null, 0);
        window.TakeThrough("]]>", inLoc ? text : null, MaxText);
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> content)
    {
        var end = content.IndexOfAny(" \t\r\n/");
        return end < 0 ? content : content[..end];
    }
}

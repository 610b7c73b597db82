using System.Collections.Frozen;
using AngleSharp.Dom;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>The links of one page that are worth fetching: in scope, each once, in the order of the page.</summary>
internal sealed class LinkCollector(UrlScope? scope)
{
    /// <summary>What is certainly not text, by its name: fetching it only to find that out would cost the site and us a request.</summary>
    private static readonly FrozenSet<string> Binary = new[]
    {
        "7z", "apk", "avi", "avif", "bin", "bmp", "bz2", "css", "deb", "dmg", "doc", "docx", "eot", "epub", "exe", "flac", "gif", "gz", "ico", "iso", "jar",
        "jpeg", "jpg", "js", "m4a", "m4v", "mjs", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "msi", "odp", "ods", "odt", "ogg", "ogv", "otf", "pdf", "png",
        "ppt", "pptx", "ps", "rar", "rpm", "rss", "svg", "svgz", "tar", "tgz", "tif", "tiff", "ttf", "wasm", "wav", "webm", "webp", "whl", "wmv", "woff",
        "woff2", "xls", "xlsx", "xz", "zip", "zst",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BinaryLookup = Binary.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly HashSet<string> seen = [];
    private readonly List<string> links = [];

    public IReadOnlyList<string> Links => links;

    /// <summary>Takes the link of an element, unless it is marked nofollow, out of scope, or leads to no text.</summary>
    public void Add(WebUrl url, IElement element)
    {
        if (scope is null || !scope.Contains(url) || HasToken(element.GetAttribute("rel"), "nofollow") || IsBinary(url))
            return;
        if (seen.Add(url.Value))
            links.Add(url.Value);
    }

    private static bool IsBinary(WebUrl url)
    {
        var path = url.PathAndQuery;
        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') && BinaryLookup.Contains(path[(dot + 1)..]);
    }

    /// <summary>Whether a list of words, separated by spaces or commas, has this one.</summary>
    public static bool HasToken(string? list, string token)
    {
        if (list is null)
            return false;
        foreach (var range in list.AsSpan().SplitAny(' ', ',', '\t', '\n'))
        {
            if (list.AsSpan()[range].Equals(token, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

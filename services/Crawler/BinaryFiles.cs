using System.Collections.Frozen;
using Trawl.Web;

namespace Trawl.Crawler;

/// <summary>
/// What is certainly no text, by its name: fetching it only to find that out would cost the site and us a request. Only names
/// that nothing else goes by; <c>.js</c>, <c>.bin</c> or <c>.rss</c> may be pages about such a file, and are judged by their type.
/// </summary>
internal static class BinaryFiles
{
    private static readonly FrozenSet<string> Extensions = new[]
    {
        "7z", "aac", "apk", "avi", "avif", "bmp", "bz2", "deb", "dmg", "doc", "docx", "eot", "epub", "exe", "flac", "flv", "gif", "gz", "heic", "ico", "iso",
        "jar", "jpeg", "jpg", "lz4", "m4a", "m4v", "mkv", "mobi", "mov", "mp3", "mp4", "mpeg", "mpg", "msi", "odp", "ods", "odt", "ogg", "ogv", "otf", "pdf",
        "png", "ppt", "pptx", "rar", "rpm", "svg", "svgz", "tar", "tbz2", "tgz", "tif", "tiff", "ttf", "txz", "wasm", "wav", "webm", "webp", "whl", "wma",
        "wmv", "woff", "woff2", "xls", "xlsx", "xz", "zip", "zst",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Extensions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a URL names such a file.</summary>
    public static bool Contains(WebUrl url)
    {
        var path = url.PathAndQuery;
        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        // "File:Map.png" is how wikis call the page about a picture; with "=" a path is a query in disguise.
        return dot > 0 && Lookup.Contains(name[(dot + 1)..]) && !name.ContainsAny(':', '=');
    }
}

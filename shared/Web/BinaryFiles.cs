using System.Collections.Frozen;

namespace Trawl.Web;

/// <summary>Links that lead to no text, told by their name alone.</summary>
public static class BinaryFiles
{
    // Only what is unmistakable: what may be a page after all (.js, .ps, .bin, .rss …) is fetched and judged by its type.
    private static readonly FrozenSet<string> Extensions = new[]
    {
        "7z", "aac", "apk", "avi", "avif", "bmp", "bz2", "deb", "dmg", "doc", "docx", "eot", "epub", "exe", "flac", "gif", "gz", "heic", "ico", "iso", "jar",
        "jpeg", "jpg", "m4a", "m4v", "mkv", "mobi", "mov", "mp3", "mp4", "mpeg", "mpg", "msi", "odp", "ods", "odt", "ogg", "ogv", "opus", "otf", "pdf", "png",
        "ppt", "pptx", "rar", "rpm", "svgz", "tar", "tgz", "tif", "tiff", "ttf", "wav", "webm", "webp", "whl", "wmv", "woff", "woff2", "xls", "xlsx", "xz",
        "zip", "zst",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Extensions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether fetching it would cost the site and us a request only to find out that it is an archive, an image, a video, an office file …</summary>
    /// <param name="url">Judged by the extension of its path's last segment, unless that has a colon or an equals sign: <c>/wiki/File:Cat.png</c> is a page.</param>
    public static bool Is(WebUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var path = url.PathAndQuery;
        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return dot >= 0 && Lookup.Contains(name[(dot + 1)..]) && !name.ContainsAny(':', '=');
    }
}

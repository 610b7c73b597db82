namespace Trawl.Crawler.Fetching;

/// <summary>The kinds of content that are stored. A page that does not say is taken for HTML, as browsers do.</summary>
internal static class MediaTypes
{
    public static bool IsStored(string? type) => IsHtml(type) || IsText(type);

    public static bool IsHtml(string? type) => type is null || Is(type, "text/html") || Is(type, "application/xhtml+xml");

    public static bool IsMarkdown(string? type) => Is(type, "text/markdown") || Is(type, "text/x-markdown");

    private static bool IsText(string? type) => Is(type, "text/plain") || IsMarkdown(type);

    private static bool Is(string? type, string wanted) => string.Equals(type, wanted, StringComparison.OrdinalIgnoreCase);
}

using AngleSharp.Dom;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>What a page says about itself, before its body.</summary>
internal sealed class HeadReader
{
    private string? title;
    private string? language;
    private WebUrl? canonical;
    private bool noIndex;

    private HeadReader(WebUrl url) => Base = url;

    /// <summary>What references are resolved against.</summary>
    public WebUrl Base { get; private set; }

    public bool NoFollow { get; private set; }

    public static HeadReader Read(IDocument document, WebUrl url)
    {
        var head = new HeadReader(url);
        if (document.DocumentElement is { } root)
            head.language = Nonblank(root.GetAttribute("lang") ?? root.GetAttribute("xml:lang"));
        if (document.Head is { } element)
        {
            foreach (var node in element.ChildNodes)
            {
                if (node is IElement child)
                    head.Take(child, url);
            }
        }

        return head;
    }

    public ExtractedPage ToPage(string markdown, IReadOnlyList<string> links) => new()
    {
        Title = title ?? FirstHeading(markdown),
        Language = language,
        Markdown = markdown,
        Links = links,
        NoIndex = noIndex,
        Canonical = canonical,
    };

    private void Take(IElement element, WebUrl url)
    {
        switch (element.LocalName)
        {
            case "title":
                title ??= Nonblank(element.TextContent);
                break;
            case "base" when Base == url && element.GetAttribute("href") is { } href && WebUrl.TryResolve(new Uri(url.Value), href, out var baseUrl):
                Base = baseUrl;
                break;
            case "link" when LinkCollector.HasToken(element.GetAttribute("rel"), "canonical"):
                if (WebUrl.TryResolve(new Uri(Base.Value), element.GetAttribute("href"), out var target))
                    canonical ??= target;
                break;
            case "meta":
                Meta(element);
                break;
        }
    }

    private void Meta(IElement meta)
    {
        var content = meta.GetAttribute("content");
        if (string.Equals(meta.GetAttribute("name"), "robots", StringComparison.OrdinalIgnoreCase))
        {
            var none = LinkCollector.HasToken(content, "none");
            noIndex |= none || LinkCollector.HasToken(content, "noindex");
            NoFollow |= none || LinkCollector.HasToken(content, "nofollow");
        }
        else if (string.Equals(meta.GetAttribute("http-equiv"), "content-language", StringComparison.OrdinalIgnoreCase))
        {
            language ??= Nonblank(content);
        }
    }

    /// <summary>The first heading of the highest level; null when there is none.</summary>
    public static string? FirstHeading(string markdown)
    {
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                return Nonblank(line[2..].ToString());
        }

        return null;
    }

    private static string? Nonblank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using AngleSharp.Dom;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>What a page says about itself, before its body.</summary>
internal sealed class HeadReader
{
    private const int MaxDescription = 1000;

    private readonly PageSource source;
    private string? title;
    private string? language;
    private string? description;
    private string? shared;
    private WebUrl? canonical;
    private bool hasBase;
    private bool noIndex;

    private HeadReader(PageSource source) => (this.source, Base) = (source, source.Url);

    /// <summary>What references are resolved against.</summary>
    public WebUrl Base { get; private set; }

    public bool NoFollow { get; private set; }

    public static HeadReader Read(IDocument document, PageSource source)
    {
        var head = new HeadReader(source);
        if (document.DocumentElement is { } root)
            head.language = Fold(root.GetAttribute("lang") ?? root.GetAttribute("xml:lang"));
        if (document.Head is not { } element)
            return head;
        var children = element.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is IElement child)
                head.Take(child);
        }

        return head;
    }

    public ExtractedPage ToPage(string markdown, LinkCollector links) => new()
    {
        Title = title ?? FirstHeading(markdown),
        Language = language,
        Description = Cut(description ?? shared),
        Markdown = markdown,
        Links = links.Links,
        SkippedLinks = links.Skipped,
        NoIndex = noIndex,
        Canonical = canonical ?? LinkHeader.Canonical(source.LinkHeaders, source.Url),
    };

    private void Take(IElement element)
    {
        switch (element.LocalName)
        {
            case "title":
                title ??= Fold(element.TextContent);
                break;
            case "base" when !hasBase && element.GetAttribute("href") is { } href && WebUrl.TryResolve(new Uri(source.Url.Value), href, out var baseUrl):
                (Base, hasBase) = (baseUrl, true);
                break;
            case "link" when canonical is null && LinkCollector.HasToken(element.GetAttribute("rel"), "canonical"):
                // An empty one would name the page itself; it is a template's that was never filled in.
                if (element.GetAttribute("href") is { } target && !string.IsNullOrWhiteSpace(target) && WebUrl.TryResolve(new Uri(Base.Value), target, out var url))
                    canonical = url;
                break;
            case "meta":
                Meta(element);
                break;
        }
    }

    private void Meta(IElement meta)
    {
        var content = meta.GetAttribute("content");
        if (string.IsNullOrWhiteSpace(content))
            return;
        var name = meta.GetAttribute("name");
        if (Is(name, "description"))
            description ??= Fold(content);
        else if (Is(name, "robots") || Is(name, source.ProductToken))
            Robots(content);
        else if (Is(name, "og:description") || Is(meta.GetAttribute("property"), "og:description"))
            shared ??= Fold(content);
        else if (language is null && Is(meta.GetAttribute("http-equiv"), "content-language"))
            language = Fold(content);
    }

    private void Robots(string rules)
    {
        var none = LinkCollector.HasToken(rules, "none");
        noIndex |= none || LinkCollector.HasToken(rules, "noindex");
        NoFollow |= none || LinkCollector.HasToken(rules, "nofollow");
    }

    private static bool Is(string? text, string wanted) => string.Equals(text, wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first heading of the highest level; null when there is none.</summary>
    public static string? FirstHeading(string markdown)
    {
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                return Fold(line[2..].ToString());
        }

        return null;
    }

    private static string? Fold(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= MaxDescription)
            return text;
        return text[..(char.IsHighSurrogate(text[MaxDescription - 1]) ? MaxDescription - 1 : MaxDescription)];
    }
}

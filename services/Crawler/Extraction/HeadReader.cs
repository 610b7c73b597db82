using Trawl.Crawler.Extraction.Html;
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

    public static HeadReader Read(HtmlTree tree, PageSource source)
    {
        var head = new HeadReader(source) { language = Fold(tree.Html[HtmlAttribute.Lang]) ?? Fold(tree.Body[HtmlAttribute.Lang]) };
        for (var child = tree.Head.First; child is not null; child = child.Next)
            head.Take(child);
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

    private void Take(HtmlNode element)
    {
        switch (element.Tag)
        {
            case HtmlTag.Title:
                title ??= element.First is { } text ? Fold(text.Data.Span) : null;
                break;
            case HtmlTag.Base when !hasBase && element.Has(HtmlAttribute.Href):
                if (WebUrl.TryResolve(new Uri(source.Url.Value), element[HtmlAttribute.Href].ToString(), out var baseUrl))
                    (Base, hasBase) = (baseUrl, true);
                break;
            case HtmlTag.Link when canonical is null && Words.Has(element[HtmlAttribute.Rel], "canonical"):
                // An empty one would name the page itself; it is a template's that was never filled in.
                var target = element[HtmlAttribute.Href];
                if (!target.IsWhiteSpace() && WebUrl.TryResolve(new Uri(Base.Value), target.ToString(), out var url))
                    canonical = url;
                break;
            case HtmlTag.Meta:
                Meta(element);
                break;
        }
    }

    private void Meta(HtmlNode meta)
    {
        var content = meta[HtmlAttribute.Content];
        if (content.IsWhiteSpace())
            return;
        var name = meta[HtmlAttribute.Name];
        if (Is(name, "description"))
            description ??= Fold(content);
        else if (Is(name, "robots") || Is(name, source.ProductToken))
            Robots(content);
        else if (Is(name, "og:description") || Is(meta[HtmlAttribute.Property], "og:description"))
            shared ??= Fold(content);
        else if (language is null && Is(meta[HtmlAttribute.HttpEquiv], "content-language"))
            language = Fold(content);
    }

    private void Robots(ReadOnlySpan<char> rules)
    {
        var none = Words.Has(rules, "none");
        noIndex |= none || Words.Has(rules, "noindex");
        NoFollow |= none || Words.Has(rules, "nofollow");
    }

    private static bool Is(ReadOnlySpan<char> text, string wanted) => text.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first heading of the highest level; null when there is none.</summary>
    public static string? FirstHeading(string markdown)
    {
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                return Fold(line[2..]);
        }

        return null;
    }

    private static string? Fold(ReadOnlySpan<char> text) =>
        text.IsWhiteSpace() ? null : string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= MaxDescription)
            return text;
        return text[..(char.IsHighSurrogate(text[MaxDescription - 1]) ? MaxDescription - 1 : MaxDescription)];
    }
}

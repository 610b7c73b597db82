namespace Trawl.Crawler.Extraction.Html;

/// <summary>Attributes by name.</summary>
internal static class HtmlAttributes
{
    /// <summary>False for one that nobody reads.</summary>
    /// <param name="name">In lower case.</param>
    /// <param name="attribute">Which it is.</param>
    public static bool TryGet(ReadOnlySpan<char> name, out HtmlAttribute attribute)
    {
        var found = Of(name);
        attribute = found ?? default;
        return found is not null;
    }

    private static HtmlAttribute? Of(ReadOnlySpan<char> name) => name switch
    {
        "alt" => HtmlAttribute.Alt,
        "aria-hidden" => HtmlAttribute.AriaHidden,
        "checked" => HtmlAttribute.Checked,
        "class" => HtmlAttribute.Class,
        "colspan" => HtmlAttribute.ColSpan,
        "content" => HtmlAttribute.Content,
        "data-lang" => HtmlAttribute.DataLang,
        "data-language" => HtmlAttribute.DataLanguage,
        "hidden" => HtmlAttribute.Hidden,
        "href" => HtmlAttribute.Href,
        "http-equiv" => HtmlAttribute.HttpEquiv,
        "id" => HtmlAttribute.Id,
        "lang" or "xml:lang" => HtmlAttribute.Lang,
        "name" => HtmlAttribute.Name,
        "property" => HtmlAttribute.Property,
        "rel" => HtmlAttribute.Rel,
        "role" => HtmlAttribute.Role,
        "rowspan" => HtmlAttribute.RowSpan,
        "src" => HtmlAttribute.Src,
        "start" => HtmlAttribute.Start,
        "style" => HtmlAttribute.Style,
        "type" => HtmlAttribute.Type,
        "value" => HtmlAttribute.Value,
        _ => null,
    };
}

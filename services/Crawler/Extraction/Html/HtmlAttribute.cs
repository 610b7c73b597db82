namespace Trawl.Crawler.Extraction.Html;

/// <summary>The attributes that are read; others are dropped while parsing. At most 32: a node keeps them as bits.</summary>
internal enum HtmlAttribute : byte
{
    Alt,
    AriaHidden,
    Checked,
    Class,
    ColSpan,
    Content,
    DataLang,
    DataLanguage,
    Hidden,
    Href,
    HttpEquiv,
    Id,
    Lang,
    Name,
    Property,
    Rel,
    Role,
    RowSpan,
    Src,
    Start,
    Style,
    Type,
    Value,
}

using System.Text.Json.Serialization;

namespace Trawl.Contracts.Crawling;

/// <summary>What a URL of the frontier is fetched for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PageKind>))]
public enum PageKind
{
    /// <summary>A page, to be stored.</summary>
    [JsonStringEnumMemberName("page")] Page = 0,

    /// <summary>A sitemap or an index of them: it only names pages, and is neither counted nor stored as one.</summary>
    [JsonStringEnumMemberName("sitemap")] Sitemap = 1,
}

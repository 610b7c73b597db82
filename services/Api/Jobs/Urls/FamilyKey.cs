using Trawl.Api.Database;
using Trawl.Web;

namespace Trawl.Api.Jobs.Urls;

/// <summary>A family of URLs as 16 bytes, as <see cref="UrlKey"/> is for one.</summary>
internal static class FamilyKey
{
    public static Guid Of(UrlFamily family) => UrlKey.Of(family.Pattern);

    /// <summary>Null for a URL of no family, as most are.</summary>
    public static Guid? Of(string url) => UrlFamily.Of(url) is { } family ? Of(family) : null;
}

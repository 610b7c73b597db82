namespace Trawl.Web;

/// <summary>URLs that no site means anybody to read, told by their look alone: what loops, counters and calendars make without end.</summary>
public static class UrlTraps
{
    private const int MaxLength = 1024;
    private const int MaxSegments = 25;
    private const int MaxQuery = 512;
    private const int MaxParameters = 12;
    private const int MaxOfOneName = 3;
    private const int GrownParameters = 4;
    private const int FirstYear = 1990;
    private const int DaysAhead = 400;

    /// <summary>Why a link should not be followed, as a sentence for a person; null for nearly all.</summary>
    /// <param name="link">The link.</param>
    /// <param name="page">The page it was found on: a query that grows from page to page shows only beside that. A sitemap is as good.</param>
    /// <param name="today">What a date is held against.</param>
    public static string? Of(WebUrl link, WebUrl page, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(page);
        if (link.Value.Length > MaxLength)
            return "The URL is longer than any page needs.";
        var path = link.PathAndQuery;
        var mark = path.IndexOf('?');
        var query = mark < 0 ? [] : path[(mark + 1)..];
        path = mark < 0 ? path : path[..mark];
        return OfPath(path) ?? (query.IsEmpty ? null : OfQuery(query, link, page)) ?? OfDate(path, query, today);
    }

    private static string? OfPath(ReadOnlySpan<char> path)
    {
        Span<Range> segments = stackalloc Range[MaxSegments + 1];
        path = path[1..];
        var count = path.Split(segments, '/');
        if (count > MaxSegments)
            return "The path is deeper than any site's.";
        // A cycle that comes three times: each segment of two cycles' length is as the one a cycle behind it.
        for (var cycle = 1; cycle * 3 <= count; cycle++)
        {
            var alike = 0;
            for (var i = cycle; i < count; i++)
            {
                alike = path[segments[i]].SequenceEqual(path[segments[i - cycle]]) ? alike + 1 : 0;
                if (alike == cycle * 2)
                    return "The path goes round in circles.";
            }
        }

        return null;
    }

    private static string? OfQuery(ReadOnlySpan<char> query, WebUrl link, WebUrl page)
    {
        if (query.Length > MaxQuery)
            return "The query is longer than any page needs.";
        var count = query.Count('&') + 1;
        if (count > MaxParameters)
            return "The query has more parameters than any page needs.";
        if (count > MaxOfOneName && RepeatsName(query))
            return "The query says one thing again and again.";
        return count > GrownParameters && HasGrown(query, count, link, page) ? "The query grows from page to page." : null;
    }

    // Parameters of one name stand together in a normalised query.
    private static bool RepeatsName(ReadOnlySpan<char> query)
    {
        ReadOnlySpan<char> last = [];
        var times = 0;
        foreach (var range in query.Split('&'))
        {
            var name = NameOf(query[range]);
            times = name.SequenceEqual(last) ? times + 1 : 1;
            if (times > MaxOfOneName)
                return true;
            last = name;
        }

        return false;
    }

    // The same page with all its parameters, of which it had enough, and further ones.
    private static bool HasGrown(ReadOnlySpan<char> query, int count, WebUrl link, WebUrl page)
    {
        var mark = page.Value.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0 || !link.Value.AsSpan().StartsWith(page.Value.AsSpan(0, mark + 1), StringComparison.Ordinal))
            return false;
        var before = page.Value.AsSpan(mark + 1);
        var had = before.Count('&') + 1;
        if (had < GrownParameters || had >= count)
            return false;
        foreach (var range in before.Split('&'))
        {
            if (!UrlQuery.Contains(query, before[range]))
                return false;
        }

        return true;
    }

    private static string? OfDate(ReadOnlySpan<char> path, ReadOnlySpan<char> query, DateOnly today)
    {
        if (UrlDates.InPath(path, out var month) is null && (query.IsEmpty || !UrlDates.InQuery(query, out month)))
            return null;
        var (year, monthOfYear) = (month / 12, (month % 12) + 1);
        if (year < FirstYear)
            return "It is about a month long before there was a web.";
        return new DateOnly(year, monthOfYear, 1).DayNumber > today.DayNumber + DaysAhead ? "It is about a month far ahead." : null;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> piece)
    {
        var equals = piece.IndexOf('=');
        return equals < 0 ? piece : piece[..equals];
    }
}

namespace Trawl.Web;

/// <summary>
/// One spelling for each query: parameters sorted by name, each once, without <see cref="VisitorParameters"/> and empty pieces.
/// Parameters of one name keep their order, which is all the order that servers look at.
/// </summary>
internal static class UrlQuery
{
    // Longer lists are no page's address: they are left alone, so that no query costs more than this squared.
    private const int MaxPieces = 64;

    /// <summary>The text itself when there is nothing to change. Doing it twice changes nothing.</summary>
    /// <param name="url">Percent-encoding normalised, without fragment, not longer than <see cref="WebUrl.MaxLength"/>. What is before the query is copied.</param>
    public static string Normalise(string url)
    {
        var start = url.IndexOf('?', StringComparison.Ordinal) + 1;
        if (start == 0)
            return url;
        var query = url.AsSpan(start);
        if (query.IsEmpty)
            return url[..^1];
        // Without any "=" it is no list of parameters, and what it means is its site's own business.
        if (!query.Contains('=') || query.Count('&') >= MaxPieces || IsNormal(query))
            return url;
        return Rewrite(url, start);
    }

    private static bool IsNormal(ReadOnlySpan<char> query)
    {
        var (sorted, pairs) = (true, true);
        ReadOnlySpan<char> last = [];
        var sameName = 0;
        foreach (var range in query.Split('&'))
        {
            var piece = query[range];
            var name = NameOf(piece);
            if (piece.IsEmpty || VisitorParameters.Has(name, piece))
                return false;
            pairs &= name.Length > 0;
            var order = last.SequenceCompareTo(name);
            if (order != 0)
                sameName = range.Start.Value;
            sorted &= order <= 0 && !Contains(query[sameName..range.Start.Value], piece);
            last = name;
        }

        return sorted || !pairs;
    }

    private static string Rewrite(string url, int start)
    {
        var query = url.AsSpan(start);
        Span<Range> ranges = stackalloc Range[MaxPieces];
        ranges = ranges[..query.Split(ranges, '&', StringSplitOptions.RemoveEmptyEntries)];
        var (count, pairs) = (0, true);
        foreach (var range in ranges)
        {
            var name = NameOf(query[range]);
            if (VisitorParameters.Has(name, query[range]))
                continue;
            pairs &= name.Length > 0;
            ranges[count++] = range;
        }

        ranges = ranges[..count];
        // Where something else stands among the pairs, its place may be what it means.
        if (pairs)
            Sort(query, ranges);
        Span<char> result = stackalloc char[WebUrl.MaxLength + 1];
        url.AsSpan(0, start).CopyTo(result);
        var length = start;
        foreach (var range in ranges)
        {
            var piece = query[range];
            if (pairs && Contains(result[start..length], piece))
                continue;
            piece.CopyTo(result[length..]);
            length += piece.Length;
            result[length++] = '&';
        }

        // The last "&", or the "?" of a query of which nothing is left.
        return result[..(length - 1)].ToString();
    }

    // Insertion: stable, in place, and nearly all queries are short or nearly sorted.
    private static void Sort(ReadOnlySpan<char> query, Span<Range> ranges)
    {
        for (var i = 1; i < ranges.Length; i++)
        {
            var moving = ranges[i];
            var name = NameOf(query[moving]);
            var to = i;
            for (; to > 0 && NameOf(query[ranges[to - 1]]).SequenceCompareTo(name) > 0; to--)
                ranges[to] = ranges[to - 1];
            ranges[to] = moving;
        }
    }

    /// <summary>Whether one of the pieces between <c>&amp;</c> is this one.</summary>
    public static bool Contains(ReadOnlySpan<char> pieces, ReadOnlySpan<char> wanted)
    {
        foreach (var range in pieces.Split('&'))
        {
            if (pieces[range].SequenceEqual(wanted))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> piece) => piece[..Math.Max(0, piece.IndexOf('='))];
}

using System.Text;

namespace Trawl.Web;

/// <summary>
/// URLs that differ only in a number or a date: the pages of a list, the months of a calendar. Such a family may be endless, which
/// no single member shows; so a crawl follows only so many links from one member to another.
/// </summary>
/// <param name="Pattern">The URL with <c>#</c> for each number that may tell its members apart: equal for all of them.</param>
/// <param name="IsDates">Whether a date is among those numbers.</param>
public readonly record struct UrlFamily(string Pattern, bool IsDates)
{
    /// <summary>The family of a URL; null when it has none, as most: when its query has no number and no date, and its path no date.</summary>
    /// <param name="url">Normalised, as <see cref="WebUrl.Value"/>.</param>
    public static UrlFamily? Of(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var pathStart = url.IndexOf('/', url.IndexOf(':', StringComparison.Ordinal) + 3);
        var pathEnd = url.IndexOf('?', StringComparison.Ordinal);
        var query = pathEnd < 0 ? [] : url.AsSpan(pathEnd + 1);
        var path = pathEnd < 0 ? url.AsSpan(pathStart) : url.AsSpan(pathStart, pathEnd - pathStart);
        var inPath = UrlDates.InPath(path, out _);
        if (inPath is null && !HasNumber(query))
            return null;
        var pattern = new StringBuilder(url.Length).Append(url, 0, pathStart);
        var date = inPath ?? ^0..;
        pattern.Append(path[..date.Start]);
        AppendWithoutDigits(pattern, path[date]);
        pattern.Append(path[date.End..]);
        AppendQuery(pattern, query);
        return new UrlFamily(pattern.ToString(), inPath is not null || UrlDates.InQuery(query, out _));
    }

    private static bool HasNumber(ReadOnlySpan<char> query)
    {
        foreach (var range in query.Split('&'))
        {
            if (IsNumber(query[range]))
                return true;
        }

        return false;
    }

    // A whole number, or a date.
    private static bool IsNumber(ReadOnlySpan<char> piece)
    {
        var equals = piece.IndexOf('=');
        var value = piece[(equals + 1)..];
        if (value is ['-', _, ..])
            value = value[1..];
        return equals > 0 && value.Length > 0 && (value.IndexOfAnyExcept(UrlDates.Digits) < 0 || UrlDates.TryValue(piece[..equals], value, out _));
    }

    private static void AppendQuery(StringBuilder pattern, ReadOnlySpan<char> query)
    {
        var separator = '?';
        foreach (var range in query.Split('&'))
        {
            var piece = query[range];
            if (!query.IsEmpty)
                pattern.Append(separator);
            separator = '&';
            if (!IsNumber(piece))
            {
                pattern.Append(piece);
                continue;
            }

            var value = piece.IndexOf('=') + 1;
            pattern.Append(piece[..value]);
            AppendWithoutDigits(pattern, piece[value..].TrimStart('-'));
        }
    }

    private static void AppendWithoutDigits(StringBuilder pattern, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var other = text.IndexOfAnyExcept(UrlDates.Digits);
            if (other != 0)
                pattern.Append('#');
            text = other < 0 ? [] : text[other..];
            var digit = text.IndexOfAny(UrlDates.Digits);
            pattern.Append(digit < 0 ? text : text[..digit]);
            text = digit < 0 ? [] : text[digit..];
        }
    }
}

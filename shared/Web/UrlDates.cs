using System.Buffers;

namespace Trawl.Web;

/// <summary>Finds the month that a URL is about, in the spellings that calendars and archives use. Months are counted: years × 12 + months from 0.</summary>
internal static class UrlDates
{
    // Numbers outside are no years. A calendar passes through what is inside before it gets there.
    private const int FirstYear = 1800;
    private const int LastYear = 2199;

    public static SearchValues<char> Digits { get; } = SearchValues.Create("0123456789");

    /// <summary>The part of a path that is a date: <c>2026/11</c>, <c>2026/3/1</c>, or a segment that is one (<c>2026-11.html</c>, <c>20261121</c>).</summary>
    /// <returns>Where it is; nothing when there is none.</returns>
    public static Range? InPath(ReadOnlySpan<char> path, out int month)
    {
        month = 0;
        if (!path.ContainsAny(Digits))
            return null;
        foreach (var range in path.Split('/'))
        {
            var (at, end) = (range.Start.Value, range.End.Value);
            var segment = path[at..end];
            if (segment.Length < 4 || !char.IsAsciiDigit(segment[0]))
                continue;
            if (TrySegment(segment, out month))
                return at..end;
            if (segment.Length == 4 && end < path.Length && TryMonth(segment, Name(SegmentAt(path, end + 1)), out month))
                return at..EndOfDay(path, end + 1);
        }

        return null;
    }

    /// <summary>Whether a query names a month: in one parameter (<c>date=2026-3-1</c>, <c>d=3/1/2026</c>) or in two (<c>month=11&amp;year=2026</c>).</summary>
    public static bool InQuery(ReadOnlySpan<char> query, out int month)
    {
        month = 0;
        if (!query.ContainsAny(Digits))
            return false;
        ReadOnlySpan<char> year = [];
        ReadOnlySpan<char> monthOfYear = [];
        foreach (var range in query.Split('&'))
        {
            var piece = query[range];
            var equals = piece.IndexOf('=');
            if (equals <= 0 || equals + 1 >= piece.Length || !char.IsAsciiDigit(piece[equals + 1]))
                continue;
            var name = piece[..equals];
            var value = piece[(equals + 1)..];
            if (TryValue(name, value, out month))
                return true;
            if (EndsWith(name, "year") || Is(name, "y"))
                year = value;
            else if (EndsWith(name, "month") || Is(name, "m"))
                monthOfYear = value;
        }

        return TryMonth(year, monthOfYear, out month);
    }

    /// <summary>Whether a parameter's value is a date by itself.</summary>
    public static bool TryValue(ReadOnlySpan<char> name, ReadOnlySpan<char> value, out int month)
    {
        month = 0;
        if (value.Length < 6)
            return false;
        // Bare digits are a number, unless the name says that they are a date.
        if (value.IndexOfAnyExcept(Digits) < 0)
            return SoundsLikeDate(name) && TryCompact(value, out month);
        return TrySeparated(value, out month, out _);
    }

    private static bool TrySegment(ReadOnlySpan<char> segment, out int month)
    {
        var name = Name(segment);
        // Six digits are an id more often than a month, and "1989-1" is the first part of a standard.
        return (name.Length == 8 && TryCompact(name, out month)) || (TrySeparated(name, out month, out var twoDigits) && twoDigits);
    }

    private static bool TryCompact(ReadOnlySpan<char> digits, out int month)
    {
        month = 0;
        return digits.Length is 6 or 8 && TryMonth(digits[..4], digits[4..6], out month) && (digits.Length == 6 || IsDay(digits[6..]));
    }

    // Year first, or last as in 3/1/2026 and 1.3.2026: there the month is the one that can be, the first if both can.
    private static bool TrySeparated(ReadOnlySpan<char> text, out int month, out bool twoDigits)
    {
        var first = NextNumber(ref text);
        var second = NextNumber(ref text);
        var third = NextNumber(ref text);
        twoDigits = second.Length == 2;
        if (first.Length == 4)
            return TryMonth(first, second, out month) && (third.IsEmpty ? text.IsEmpty : IsDay(third) && text is [] or ['T' or '+' or '%', ..]);
        month = 0;
        return third.Length == 4 && text.IsEmpty && IsDay(first) && IsDay(second) && (TryMonth(third, first, out month) || TryMonth(third, second, out month));
    }

    // Digits, and the separator behind them if it is one.
    private static ReadOnlySpan<char> NextNumber(ref ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExcept(Digits);
        var number = length < 0 ? text : text[..length];
        text = text[number.Length..];
        if (text is ['-' or '_' or '.' or '/', _, ..])
            text = text[1..];
        else if (text.StartsWith("%2F", StringComparison.Ordinal))
            text = text[3..];
        return number;
    }

    private static bool TryMonth(ReadOnlySpan<char> year, ReadOnlySpan<char> monthOfYear, out int month)
    {
        month = 0;
        if (year.Length != 4 || monthOfYear.Length is not (1 or 2) || !TryNumber(year, out var y) || !TryNumber(monthOfYear, out var m))
            return false;
        month = (y * 12) + m - 1;
        return y is >= FirstYear and <= LastYear && m is >= 1 and <= 12;
    }

    private static bool IsDay(ReadOnlySpan<char> text) => text.Length is 1 or 2 && TryNumber(text, out var day) && day is >= 1 and <= 31;

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            number = (number * 10) + c - '0';
        }

        return true;
    }

    private static int EndOfDay(ReadOnlySpan<char> path, int monthAt)
    {
        var end = monthAt + SegmentAt(path, monthAt).Length;
        if (end >= path.Length)
            return end;
        var day = SegmentAt(path, end + 1);
        return IsDay(Name(day)) ? end + 1 + day.Length : end;
    }

    private static ReadOnlySpan<char> SegmentAt(ReadOnlySpan<char> path, int at)
    {
        var length = path[at..].IndexOf('/');
        return length < 0 ? path[at..] : path.Slice(at, length);
    }

    // Without an extension: ".html", not the ".11" of a date.
    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> segment)
    {
        var dot = segment.LastIndexOf('.');
        return dot > 0 && dot + 1 < segment.Length && char.IsAsciiLetter(segment[dot + 1]) ? segment[..dot] : segment;
    }

    private static bool SoundsLikeDate(ReadOnlySpan<char> name) =>
        EndsWith(name, "date") || EndsWith(name, "month") || EndsWith(name, "day") || EndsWith(name, "ym") || EndsWith(name, "cal") || Is(name, "m") || Is(name, "d");

    private static bool Is(ReadOnlySpan<char> text, string wanted) => text.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static bool EndsWith(ReadOnlySpan<char> text, string end) => text.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}

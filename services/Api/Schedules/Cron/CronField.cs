using System.Globalization;

namespace Trawl.Api.Schedules.Cron;

/// <summary>One of a cron expression's five fields: what it may hold, and how it is read into a set of values.</summary>
internal sealed record CronField(string Name, int Least, int Most, params string[] Names)
{
    public static readonly CronField Minute = new("minute", 0, 59);
    public static readonly CronField Hour = new("hour", 0, 23);
    public static readonly CronField DayOfMonth = new("day of month", 1, 31);
    public static readonly CronField Month = new("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    /// <summary>0 and 7 are both Sunday.</summary>
    public static readonly CronField DayOfWeek = new("day of week", 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /// <summary>What is allowed, in the words of a fault.</summary>
    public string Allowed =>
        $"{Least} to {Most}{(Names is [] ? "" : $" or {Names[0]} to {Names[^1]}")}, *, lists (1,2), ranges (1-5), and steps of * or a range (*/2)";

    /// <summary>A bit for each value; null when it cannot be read.</summary>
    public ulong? Read(string text)
    {
        ulong values = 0;
        foreach (var part in text.Split(','))
        {
            if (ReadPart(part) is not { } some)
                return null;
            values |= some;
        }

        return values;
    }

    private ulong? ReadPart(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        // A step of a single value means other things in other crons.
        if (slash >= 0 && range != "*" && !range.Contains('-', StringComparison.Ordinal))
            return null;
        var step = slash < 0 ? 1 : Number(part[(slash + 1)..]);
        return step >= 1 && step <= Most && Bounds(range) is var (first, last) && first <= last ? Values(first, last, step.Value) : null;
    }

    private (int First, int Last)? Bounds(string range)
    {
        if (range == "*")
            return (Least, Most);
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (Value(dash < 0 ? range : range[..dash]) is not { } first || Value(range[(dash + 1)..]) is not { } last)
            return null;
        // FRI-SUN: a week may end with its Sunday.
        return (first, this == DayOfWeek && last == 0 ? first == 0 ? 0 : 7 : last);
    }

    private int? Value(string text)
    {
        var name = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name >= 0 ? name + Least : Number(text) is { } number && number >= Least && number <= Most ? number : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ulong Values(int first, int last, int step)
    {
        ulong values = 0;
        for (var value = first; value <= last; value += step)
            values |= 1UL << value;
        return values;
    }
}

namespace Trawl.Api.Schedules.Cron;

/// <summary>Five fields, as Vixie's cron reads them: minute, hour, day of month, month, day of week.</summary>
internal sealed class CronExpression
{
    private static readonly CronField[] Fields = [CronField.Minute, CronField.Hour, CronField.DayOfMonth, CronField.Month, CronField.DayOfWeek];

    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *", ["@annually"] = "0 0 1 1 *", ["@monthly"] = "0 0 1 * *", ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *", ["@midnight"] = "0 0 * * *", ["@hourly"] = "0 * * * *",
    };

    private readonly ulong _days, _months, _weekdays;
    private readonly bool _anyDay, _anyWeekday;

    private CronExpression(ulong[] values, string[] texts)
    {
        (_days, _months, _weekdays) = (values[2], values[3], values[4] | (values[4] >> 7));
        (HoursOpen, _anyDay, _anyWeekday) = (texts[1].StartsWith('*'), texts[2].StartsWith('*'), texts[4].StartsWith('*'));
        Times =
        [
            .. from hour in Enumerable.Range(0, 24) where Has(values[1], hour)
               from minute in Enumerable.Range(0, 60) where Has(values[0], minute)
               select new TimeOnly(hour, minute),
        ];
    }

    /// <summary>The times of a day that it includes, in order.</summary>
    public IReadOnlyList<TimeOnly> Times { get; }

    /// <summary>Its hours begin with <c>*</c>: it means so often, not at this time by the clock on the wall.</summary>
    public bool HoursOpen { get; }

    /// <summary>Reads it, or says in a sentence why it is none.</summary>
    public static (CronExpression? Expression, string? Fault) Read(string text)
    {
        if (text.StartsWith('@'))
            return Macros.TryGetValue(text, out var meaning) ? Read(meaning) : (null, $"There is no {text}: there are {string.Join(", ", Macros.Keys)}.");
        var texts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length != Fields.Length)
            return (null, $"Must have five fields, minute, hour, day of month, month and day of week; it has {texts.Length}.{(texts.Length == 6 ? " There are no seconds." : "")}");
        var values = new ulong[Fields.Length];
        for (var i = 0; i < Fields.Length; i++)
        {
            if (Fields[i].Read(texts[i]) is not { } read)
                return (null, $"Its {Fields[i].Name} is \"{texts[i]}\"; allowed are {Fields[i].Allowed}.");
            values[i] = read;
        }

        return (new CronExpression(values, texts), null);
    }

    /// <summary>Whether it has times on this day. With both kinds of days restricted, either will do.</summary>
    public bool Includes(DateOnly date)
    {
        if (!Has(_months, date.Month))
            return false;
        var (day, weekday) = (Has(_days, date.Day), Has(_weekdays, (int)date.DayOfWeek));
        return _anyDay || _anyWeekday ? day && weekday : day || weekday;
    }

    private static bool Has(ulong values, int value) => (values >> value & 1) == 1;
}

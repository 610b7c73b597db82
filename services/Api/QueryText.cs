using System.Globalization;
using System.Text.Json;

namespace Trawl.Api;

/// <summary>Reads query parameters, each null when it is absent. Faults are named like those of a body.</summary>
internal static class QueryText
{
    /// <summary>One or several of an enum's names, separated by commas or repeated.</summary>
    public static TEnum[]? Enums<TEnum>(IQueryCollection query, string name, Faults faults)
        where TEnum : struct, Enum
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        var known = Enum.GetValues<TEnum>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);
        var found = new List<TEnum>();
        foreach (var text in values.SelectMany(value => (value ?? "").Split(',')))
            if (known.TryGetValue(text.Trim(), out var value))
                found.Add(value);
            else
                faults.Add(name, $"Must be of {string.Join(", ", known.Keys)}.");
        return [.. found];
    }

    public static Guid? Id(IQueryCollection query, string name, Faults faults)
    {
        if (!query.TryGetValue(name, out var text))
            return null;
        if (Guid.TryParse(text, out var id))
            return id;
        faults.Add(name, "Must be a UUID.");
        return null;
    }

    public static string? Text(IQueryCollection query, string name, Faults faults)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        // The database takes no U+0000.
        if (values is [{ Length: > 0 and <= 300 } text] && !text.Any(char.IsControl))
            return text;
        faults.Add(name, "Must be given once, without control characters.");
        return null;
    }

    public static long? Number(IQueryCollection query, string name, long most, Faults faults)
    {
        if (!query.TryGetValue(name, out var text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
            return number;
        faults.Add(name, most == long.MaxValue ? "Must be a whole number from 0." : $"Must be a whole number from 0 to {most}.");
        return null;
    }
}

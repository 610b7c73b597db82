using System.Text.Json;

namespace Trawl.Api.Jobs.Reports;

/// <summary>A field of an activity event's data.</summary>
/// <param name="Fault">What is wrong with a value; null when nothing is.</param>
internal sealed record ActivityField(string Name, bool IsNeeded, Func<JsonElement, string?> Fault)
{
    public static ActivityField Text(string name, int length, bool needed = false) => new(name, needed, value =>
        value.ValueKind != JsonValueKind.String || value.ValueEquals("") || value.GetString()!.Length > length
            ? $"Must be text of 1 to {length} characters."
            : null);

    public static ActivityField Count(string name, bool needed = false) => new(name, needed, value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count is >= 0 and <= ReportRules.MaxCount
            ? null
            : $"Must be a whole number from 0 to {ReportRules.MaxCount}.");

    public static ActivityField Duration(string name) => new(name, false, value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var duration) && duration >= 0 ? null : "Must be a whole number from 0.");

    public static ActivityField Percent(string name) => new(name, false, value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var percent) && percent is >= 0 and <= 100 ? null : "Must be from 0 to 100.");

    public static ActivityField Flag(string name, bool needed = false) => new(name, needed, value =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "Must be true or false.");

    public static ActivityField Any(string name, bool needed = false) => new(name, needed, _ => null);
}

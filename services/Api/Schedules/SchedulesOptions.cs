using Trawl.ServiceDefaults;

namespace Trawl.Api.Schedules;

/// <summary>Refreshes that nobody asks for: section <c>Schedules</c>.</summary>
public sealed class SchedulesOptions : IValidatedOptions
{
    // So that no time is before the first or after the last.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>How long a replica may sleep until it looks for due runs again; those that it knows of are on time. Defaults to 30 seconds.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often sources without a schedule are looked through for stale ones. Defaults to 1 hour.</summary>
    public TimeSpan StaleCheckInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long ago the last crawl of a source without a schedule may be until it is refreshed; 0 for ever. Defaults to 30 days.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromDays(30);

    public IEnumerable<string> Validate(string section)
    {
        if (CheckInterval <= TimeSpan.Zero || CheckInterval > TimeSpan.FromDays(1))
            yield return $"{section}:CheckInterval is {CheckInterval}; it must be above 0, and at most a day.";
        if (StaleCheckInterval <= TimeSpan.Zero || StaleCheckInterval > Longest)
            yield return $"{section}:StaleCheckInterval is {StaleCheckInterval}; it must be above 0, and at most {Longest}.";
        if (StaleAfter < TimeSpan.Zero || StaleAfter > Longest)
            yield return $"{section}:StaleAfter is {StaleAfter}; it must be above 0, or 0 to turn the check off, and at most {Longest}.";
    }
}

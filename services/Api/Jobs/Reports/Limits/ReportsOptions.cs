using Trawl.ServiceDefaults;

namespace Trawl.Api.Jobs.Reports.Limits;

/// <summary>How much the programs of custom jobs may report: section <c>Reports</c>.</summary>
public sealed class ReportsOptions : IValidatedOptions
{
    /// <summary>Reports a second that each replica takes of one job, each item of an array counted; 0 is unlimited. Defaults to 500.</summary>
    public int PerSecond { get; set; } = 500;

    /// <summary>Reports that it takes at once after a pause. Defaults to 5000.</summary>
    public int Burst { get; set; } = 5000;

    public IEnumerable<string> Validate(string section)
    {
        if (PerSecond < 0)
            yield return $"{section}:PerSecond is {PerSecond}; it must be at least 0.";
        if (Burst < 1)
            yield return $"{section}:Burst is {Burst}; it must be at least 1.";
    }
}

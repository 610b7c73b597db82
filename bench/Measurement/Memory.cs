using System.Globalization;

namespace Trawl.Measurement;

/// <summary>What a process holds of memory now, KiB.</summary>
/// <param name="Resident"><c>VmRSS</c>.</param>
/// <param name="Proportional">What is shared with other processes counted by its share.</param>
/// <param name="Private">What no other process has.</param>
public sealed record Memory(long Resident, long Proportional, long Private)
{
    /// <summary>Reads it from <c>/proc</c>.</summary>
    public static Memory Of(int process)
    {
        var lines = File.ReadAllLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/smaps_rollup");
        return new Memory(Field(lines, "Rss:"), Field(lines, "Pss:"), Field(lines, "Private_Clean:") + Field(lines, "Private_Dirty:"));
    }

    private static long Field(string[] lines, string name)
    {
        var line = lines.First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

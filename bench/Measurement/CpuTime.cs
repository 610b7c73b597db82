using System.Globalization;

namespace Trawl.Measurement;

/// <summary>CPU time and memory from <c>/proc</c>.</summary>
public static class CpuTime
{
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds of a process, its living descendants, and those it has waited for.</summary>
    public static double OfTree(int root)
    {
        var children = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => Fields(int.Parse(name!, CultureInfo.InvariantCulture))).Where(fields => fields is not null)
            .ToLookup(fields => int.Parse(fields![1], CultureInfo.InvariantCulture), fields => fields!);
        return Sum(Fields(root)!, children) / TicksPerSecond;
    }

    /// <summary>CPU seconds of all children of this process that have ended and been waited for.</summary>
    public static double OfEndedChildren() => Fields(Environment.ProcessId)![13..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;

    /// <summary>The most memory a process ever had resident, MiB; 0 when it has ended.</summary>
    public static double PeakMiB(int process)
    {
        var line = Lines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return []; // It has just ended.
        }
    }

    private static double Sum(string[] fields, ILookup<int, string[]> children) =>
        Ticks(fields) + children[int.Parse(fields[^1], CultureInfo.InvariantCulture)].Sum(child => Sum(child, children));

    // utime, stime, cutime, cstime
    private static double Ticks(string[] fields) => fields[11..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture));

    // From the state on (the name before it may hold anything), the process's own number added last.
    private static string[]? Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return [.. stat[(stat.LastIndexOf(')') + 2)..].Trim().Split(' '), process.ToString(CultureInfo.InvariantCulture)];
        }
        catch (IOException)
        {
            return null; // It has just ended.
        }
    }
}

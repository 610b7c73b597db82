using System.Diagnostics;

namespace Trawl.Measurement;

/// <summary>What each of some processes spends from one moment to the next.</summary>
public sealed class CpuMeter
{
    private readonly IReadOnlyDictionary<string, int> _processes;
    private Dictionary<string, double> _before;
    private long _started;

    /// <summary>Measures from now on.</summary>
    /// <param name="processes">Ids by name; children count.</param>
    public CpuMeter(IReadOnlyDictionary<string, int> processes)
    {
        _processes = processes;
        _before = Now();
        _started = Stopwatch.GetTimestamp();
    }

    /// <summary>What was spent since the last call, or since the beginning.</summary>
    public Spent Lap()
    {
        var (now, time) = (Now(), Stopwatch.GetTimestamp());
        var spent = new Spent(Stopwatch.GetElapsedTime(_started, time).TotalSeconds, now.ToDictionary(p => p.Key, p => p.Value - _before[p.Key]));
        (_before, _started) = (now, time);
        return spent;
    }

    private Dictionary<string, double> Now() => _processes.ToDictionary(p => p.Key, p => CpuTime.OfTree(p.Value));
}

/// <summary>Time on the clock, and CPU seconds by process.</summary>
public sealed record Spent(double WallSeconds, IReadOnlyDictionary<string, double> CpuSeconds)
{
    /// <summary>CPU seconds of all of them.</summary>
    public double AllCpuSeconds => CpuSeconds.Values.Sum();
}

using System.Diagnostics;

namespace Trawl.Realtime.Load;

/// <summary>CLOCK_MONOTONIC, the same in every process of the machine: what <c>data.t</c> holds.</summary>
internal static class Clock
{
    static Clock()
    {
        if (Stopwatch.Frequency != 1_000_000_000)
            throw new PlatformNotSupportedException("The stopwatch does not count CLOCK_MONOTONIC's nanoseconds here.");
    }

    /// <summary>Nanoseconds.</summary>
    public static long Now => Stopwatch.GetTimestamp();
}

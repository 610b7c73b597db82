using System.Numerics;

namespace Trawl.Realtime.Load;

/// <summary>Nanoseconds in logarithmic buckets, each less than 2 % wide.</summary>
internal sealed class Histogram
{
    private const int Precision = 6; // 64 buckets for each power of two
    private readonly long[] _counts = new long[64 << Precision];

    public long Count { get; private set; }
    public long Max { get; private set; }

    public void Add(long value)
    {
        value = Math.Max(value, 0);
        _counts[BucketOf(value)]++;
        Count++;
        if (value > Max)
            Max = value;
    }

    /// <summary>The smallest bucket's upper end below which a share (0 to 1) of the values lies, milliseconds; 0 when there are none.</summary>
    public double Milliseconds(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted && seen > 0)
                return Math.Min(UpperEnd(bucket), Max) / 1e6;
        }

        return 0;
    }

    private static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - Precision);
        return (shift << Precision) + (int)(value >> shift);
    }

    private static double UpperEnd(int bucket)
    {
        var shift = Math.Max(0, (bucket >> Precision) - 1);
        return (double)(bucket - (shift << Precision) + 1) * (1L << shift);
    }
}

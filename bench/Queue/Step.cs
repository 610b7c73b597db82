namespace Trawl.Queue;

/// <summary>What one of its kind took: on the clock (the median), and in CPU of Api and database (the mean).</summary>
internal sealed record Step(string Name, double Ms, double CpuMs);

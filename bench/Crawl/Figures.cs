namespace Trawl.Crawl;

/// <summary>What one crawl took.</summary>
/// <param name="Pages">Crawled.</param>
/// <param name="WallSeconds">On the clock.</param>
/// <param name="CpuSeconds">Of all measured processes.</param>
/// <param name="PeakMiB">The most that was ever resident, of the largest of them.</param>
internal sealed record Figures(int Pages, double WallSeconds, double CpuSeconds, double PeakMiB)
{
    public double CpuPerThousand => CpuSeconds / Pages * 1000;

    public double PagesPerSecond => Pages / WallSeconds;
}

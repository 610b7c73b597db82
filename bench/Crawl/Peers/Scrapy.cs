using System.Diagnostics;
using System.Globalization;
using Trawl.Measurement;
using Trawl.TestSupport;

namespace Trawl.Crawl.Peers;

/// <summary>Scrapy on the same site, a fresh process each time: Python has nothing to warm up.</summary>
internal static class Scrapy
{
    private static readonly string Spider = Path.Combine(BuiltService.Repository, "bench", "Crawl", "Peers", "scrapy", "spider.py");

    /// <summary>Why it cannot be measured; null when it can.</summary>
    public static string? Missing => Find() is null ? "scrapy is not installed (Debian: apt-get install python3-scrapy)" : null;

    public static async Task<Figures> RunAsync(Uri first, int concurrency)
    {
        var limit = concurrency.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Find()!,
            ["runspider", Spider, "-a", $"url={first}", "-L", "WARNING", "-s", $"CONCURRENT_REQUESTS={limit}", "-s", $"CONCURRENT_REQUESTS_PER_DOMAIN={limit}", "-s", "TELNETCONSOLE_ENABLED=False"])
        { RedirectStandardOutput = true };
        var before = CpuTime.OfEndedChildren();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        using var watch = DeathWatch.Over(process.Id);
        var ended = process.WaitForExitAsync();
        var peak = 0.0;
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, CpuTime.PeakMiB(process.Id));
            await Task.WhenAny(ended, Task.Delay(100));
        }

        var line = await process.StandardOutput.ReadToEndAsync();
        var pages = int.Parse(line.Trim().Split(' ')[^1], CultureInfo.InvariantCulture);
        return new Figures(pages, Stopwatch.GetElapsedTime(started).TotalSeconds, CpuTime.OfEndedChildren() - before, peak);
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "scrapy")).FirstOrDefault(File.Exists);
}

using System.Net.Http.Json;
using System.Text.Json;
using Trawl.Crawl.Site;
using Trawl.Measurement;

namespace Trawl.Crawl.Whole;

/// <summary>A deployment from the submitted job to the last vector, all its processes, broker and database included.</summary>
internal static class WholePipeline
{
    /// <summary>Three crawls by the same processes; the last one's figures.</summary>
    public static async Task<Figures> MeasureAsync(string title, IMeasured deployment, MeasuredSite site, int concurrency)
    {
        Console.WriteLine($"### {title}\n");
        Console.WriteLine("| run | pages | chunks | pages/s | " + string.Join(" | ", deployment.Processes.Keys) + " | all CPU s/1,000 pages |");
        Console.WriteLine("| --- | --- | --- | --- | " + string.Join(" | ", deployment.Processes.Keys.Select(_ => "---")) + " | --- |");
        Figures? last = null;
        foreach (var run in (string[])["cold", "warm", "warm again"])
            last = await CrawlAsync(run, deployment, site, concurrency);
        var meter = new CpuMeter(deployment.Processes);
        await SearchAsync(deployment.Api);
        var index = meter.Lap().AllCpuSeconds;
        Console.WriteLine($"\nThe vector index, built by the first search over all three crawls: {index:F2} CPU s. Peak MiB: "
            + string.Join(", ", deployment.Processes.Select(p => $"{p.Key} {CpuTime.PeakMiB(p.Value):F0}")) + "\n");
        return last!;
    }

    private static async Task<Figures> CrawlAsync(string run, IMeasured deployment, MeasuredSite site, int concurrency)
    {
        var body = new { type = "crawl", url = site.Fresh(), maxPages = 100_000, maxDepth = 100, concurrency };
        var meter = new CpuMeter(deployment.Processes);
        var job = await CrawlJob.RunAsync(deployment.Api, "/api/jobs", body);
        var spent = meter.Lap();
        var counts = job.GetProperty("counts");
        var figures = new Figures(counts.GetProperty("documents").GetInt32(), spent.WallSeconds, spent.AllCpuSeconds, deployment.Processes.Values.Max(CpuTime.PeakMiB));
        Console.WriteLine($"| {run} | {figures.Pages} | {counts.GetProperty("chunks").GetInt32()} | {figures.PagesPerSecond:F0} | "
            + string.Join(" | ", spent.CpuSeconds.Values.Select(s => $"{s / figures.Pages * 1000:F2}")) + $" | {figures.CpuPerThousand:F2} |");
        return figures;
    }

    private static async Task SearchAsync(Uri api)
    {
        using var http = new HttpClient { BaseAddress = api };
        var found = await http.GetFromJsonAsync<JsonElement>("/api/search?q=connection+settings&mode=semantic");
        if (found.GetProperty("items").GetArrayLength() == 0)
            throw new InvalidOperationException("Nothing is found.");
    }
}

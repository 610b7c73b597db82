using Trawl.Measurement;
using Trawl.TestSupport;

namespace Trawl.Pipeline;

/// <summary>Crawls twice with the same processes: cold, with everything still to be compiled, and warm.</summary>
internal static class Run
{
    public static async Task AllAsync(string title, IMeasured deployment, string folder)
    {
        Console.WriteLine($"## {title}\n");
        Console.WriteLine("| run | pages | wall s | pages/s | " + string.Join(" | ", deployment.Processes.Keys.Select(name => $"{name} CPU s/1,000")) + " | all CPU s/1,000 |");
        Console.WriteLine("| --- | --- | --- | --- | " + string.Join(" | ", deployment.Processes.Keys.Select(_ => "---")) + " | --- |");
        foreach (var run in (string[])["cold", "warm", "warm again"])
            await OneAsync(run, deployment, folder);
        Console.WriteLine("\npeak MiB: " + string.Join(", ", deployment.Processes.Select(p => $"{p.Key} {CpuTime.PeakMiB(p.Value):F0}")) + "\n");
    }

    private static async Task OneAsync(string run, IMeasured deployment, string folder)
    {
        // A site of its own for each run: nothing is unchanged.
        await using var site = await TestSite.StartAsync();
        site.Folder("/docs", folder);
        var meter = new CpuMeter(deployment.Processes);
        var job = await CrawlJob.RunAsync(
            deployment.Api, "/api/jobs", new { type = "crawl", url = new Uri(site.Address, "/docs/index.html"), maxPages = 10000, maxDepth = 100 });
        var spent = meter.Lap();
        var pages = job.GetProperty("counts").GetProperty("documents").GetInt32();
        Console.WriteLine(
            $"| {run} | {pages} | {spent.WallSeconds:F1} | {pages / spent.WallSeconds:F0} | " + string.Join(" | ", spent.CpuSeconds.Values.Select(s => $"{s / pages * 1000:F2}"))
            + $" | {spent.AllCpuSeconds / pages * 1000:F2} |");
    }
}

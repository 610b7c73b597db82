using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
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
        using var http = new HttpClient { BaseAddress = deployment.Api };
        var before = Cpu(deployment);
        var started = Stopwatch.GetTimestamp();
        var job = await EndedAsync(http, new { type = "crawl", url = new Uri(site.Address, "/docs/index.html"), maxPages = 10000, maxDepth = 100 });
        var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var spent = Cpu(deployment).ToDictionary(p => p.Key, p => p.Value - before[p.Key]);
        var pages = job.GetProperty("counts").GetProperty("documents").GetInt32();
        Console.WriteLine(
            $"| {run} | {pages} | {wall:F1} | {pages / wall:F0} | " + string.Join(" | ", spent.Values.Select(s => $"{s / pages * 1000:F2}"))
            + $" | {spent.Values.Sum() / pages * 1000:F2} |");
    }

    private static Dictionary<string, double> Cpu(IMeasured deployment) => deployment.Processes.ToDictionary(p => p.Key, p => CpuTime.OfTree(p.Value));

    private static async Task<JsonElement> EndedAsync(HttpClient http, object crawl)
    {
        using var answer = await http.PostAsJsonAsync("/api/jobs", crawl);
        answer.EnsureSuccessStatusCode();
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        while (job.GetProperty("status").GetString() is "queued" or "running")
        {
            var events = await http.GetFromJsonAsync<JsonElement>($"/api/jobs/{job.GetProperty("id").GetString()}/events?after={job.GetProperty("seq").GetInt64()}&wait=30");
            job = events.GetProperty("job");
        }

        return job.GetProperty("status").GetString() == "completed" ? job : throw new InvalidOperationException($"The crawl did not complete: {job}");
    }
}

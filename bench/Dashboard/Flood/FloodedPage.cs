using Microsoft.Playwright;
using Trawl.TestSupport.Live;

namespace Trawl.Dashboard.Flood;

/// <summary>The page of a job that reports thousands of activity events a second: does it keep its frames?</summary>
internal static class FloodedPage
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task MeasureAsync(IBrowser browser, Uri server, int rate, TimeSpan duration)
    {
        using var job = await CustomJob.SubmitAsync(server, "watching", rate * (int)(duration + WarmUp).TotalSeconds);
        var page = await browser.NewPageAsync(new() { BaseURL = server.GetLeftPart(UriPartial.Authority), ViewportSize = new() { Width = 1280, Height = 900 } });
        await page.AddInitScriptAsync("localStorage.userId = 'watching'");
        await page.GotoAsync($"/jobs/{job.Id}");
        await page.GetByRole(AriaRole.Heading, new() { Name = "A custom job" }).First.WaitForAsync();
        await Reporter.RunAsync(job, rate, WarmUp);

        var session = await browser.NewBrowserCDPSessionAsync();
        await using var tasks = await MainThread.TraceAsync(session);
        var before = (Cpu: await BrowserCpu.ReadAsync(session), Sent: await SentEvents.ReadAsync(server));
        await Frames.StartAsync(page);
        var reported = await Reporter.RunAsync(job, rate, duration);
        var frames = await Frames.StopAsync(page);
        var after = (Cpu: await BrowserCpu.ReadAsync(session), Sent: await SentEvents.ReadAsync(server));
        var trace = await tasks.StopAsync();

        Console.WriteLine($"## A job with {rate:N0} activity events a second, for {duration.TotalSeconds} s\n");
        Console.WriteLine($"{reported:N0} events reported; sent to the page: {after.Sent.Delivered - before.Sent.Delivered:N0}, "
            + $"thinned out by the server: {after.Sent.Dropped - before.Sent.Dropped:N0}\n");
        Console.WriteLine("| ms | n | p50 | p95 | p99 | max |\n| --- | --- | --- | --- | --- | --- |");
        Print("main thread: all tasks", trace.Tasks);
        Print("main thread: longest task in each 100 ms", trace.LongestByWindow);
        Print("the same, on the processor", trace.LongestCpuByWindow);
        Print("long tasks (50 ms and more, PerformanceObserver)", frames.LongTasks);
        Print("from frame to frame", frames.Intervals);
        Console.WriteLine($"\nMain thread busy {trace.BusyShare:P0}; CPU, of one core: "
            + string.Join(", ", after.Cpu.Select(p => $"{p.Key} {(p.Value - before.Cpu.GetValueOrDefault(p.Key)) / duration.TotalSeconds:P0}")) + "\n");
        await page.CloseAsync();
    }

    private static void Print(string name, IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        string At(double share) => sorted.Length == 0 ? "-" : $"{sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)]:F1}";
        Console.WriteLine($"| {name} | {sorted.Length:N0} | {At(0.5)} | {At(0.95)} | {At(0.99)} | {At(1)} |");
    }
}

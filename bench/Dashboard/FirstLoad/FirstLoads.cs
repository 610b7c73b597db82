using Microsoft.Playwright;

namespace Trawl.Dashboard.FirstLoad;

/// <summary>The first visit, with nothing cached: what is sent, and when the form can be typed into.</summary>
internal static class FirstLoads
{
    /// <summary>Lighthouse's phone: a processor four times slower, 1.6 Mbit/s, 150 ms.</summary>
    private const double PhoneBytesPerSecond = 1_600_000 / 8.0;

    public static async Task MeasureAsync(IBrowser browser, Uri server)
    {
        Console.WriteLine("## First load\n\n| | KiB sent | requests | first paint ms | form ready ms |\n| --- | --- | --- | --- | --- |");
        await VisitAsync(browser, server, "warming up", slow: false, print: false);
        await VisitAsync(browser, server, "this machine", slow: false);
        await VisitAsync(browser, server, "slow phone (4 times slower, 1.6 Mbit/s, 150 ms)", slow: true);
        Console.WriteLine();
    }

    private static async Task VisitAsync(IBrowser browser, Uri server, string name, bool slow, bool print = true)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        double bytes = 0;
        var requests = 0;
        session.Event("Network.loadingFinished").OnEvent += (_, message) =>
        {
            bytes += message!.Value.GetProperty("encodedDataLength").GetDouble();
            requests++;
        };
        if (slow)
        {
            await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
            await session.SendAsync("Network.emulateNetworkConditions", new()
            {
                ["offline"] = false, ["latency"] = 150, ["downloadThroughput"] = PhoneBytesPerSecond, ["uploadThroughput"] = PhoneBytesPerSecond,
            });
        }

        await page.GotoAsync(server.ToString());
        await page.GetByRole(AriaRole.Textbox).First.WaitForAsync();
        var ready = await page.EvaluateAsync<double>("() => new Promise((done) => requestIdleCallback(() => done(performance.now())))");
        var paint = await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0");
        if (print)
            Console.WriteLine($"| {name} | {bytes / 1024:F0} | {requests} | {paint:F0} | {ready:F0} |");
    }
}

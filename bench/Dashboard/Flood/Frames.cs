using Microsoft.Playwright;

namespace Trawl.Dashboard.Flood;

/// <summary>What the page itself notices: milliseconds from frame to frame, and tasks of 50 ms and more.</summary>
internal sealed record Frames(double[] Intervals, double[] LongTasks)
{
    public static Task StartAsync(IPage page) => page.EvaluateAsync(
        """
        () => {
          const seen = (window.__seen = { intervals: [], longTasks: [], last: performance.now() });
          new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
          const frame = (now) => {
            seen.intervals.push(now - seen.last);
            seen.last = now;
            requestAnimationFrame(frame);
          };
          requestAnimationFrame((now) => {
            seen.last = now;
            requestAnimationFrame(frame);
          });
        }
        """);

    public static async Task<Frames> StopAsync(IPage page) => new(
        await page.EvaluateAsync<double[]>("() => window.__seen.intervals"), await page.EvaluateAsync<double[]>("() => window.__seen.longTasks"));
}

using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Trawl.Dashboard.Flood;

/// <summary>Chromium's own trace, reduced to the tasks of the page's main thread.</summary>
internal sealed class MainThread : IAsyncDisposable
{
    private const double Window = 100_000; // microseconds
    private static readonly Dictionary<string, object> Config = new()
    {
        ["transferMode"] = "ReturnAsStream",
        ["traceConfig"] = new { includedCategories = new[] { "toplevel", "disabled-by-default-devtools.timeline", "__metadata" }, excludedCategories = new[] { "*" } },
    };

    private readonly ICDPSession _session;
    private readonly TaskCompletionSource<string> _stream = new();

    private MainThread(ICDPSession session) => _session = session;

    /// <summary>Milliseconds of each task; of the longest in each 100 ms in which there was one, by the clock and on the processor; and the share of the time.</summary>
    public sealed record Trace(double[] Tasks, double[] LongestByWindow, double[] LongestCpuByWindow, double BusyShare);

    public static async Task<MainThread> TraceAsync(ICDPSession session)
    {
        var tracing = new MainThread(session);
        session.Event("Tracing.tracingComplete").OnEvent += (_, message) => tracing._stream.TrySetResult(message!.Value.GetProperty("stream").GetString()!);
        await session.SendAsync("Tracing.start", Config);
        return tracing;
    }

    public async Task<Trace> StopAsync()
    {
        await _session.SendAsync("Tracing.end");
        var handle = await _stream.Task;
        var text = new StringBuilder();
        while (true)
        {
            var part = (await _session.SendAsync("IO.read", new Dictionary<string, object> { ["handle"] = handle, ["size"] = 4 << 20 }))!.Value;
            text.Append(part.GetProperty("data").GetString());
            if (part.GetProperty("eof").GetBoolean())
                return Reduce(JsonDocument.Parse(text.ToString()).RootElement.GetProperty("traceEvents"));
        }
    }

    public async ValueTask DisposeAsync() => await _session.DetachAsync();

    private static Trace Reduce(JsonElement events)
    {
        var mains = events.EnumerateArray().Where(e => Text(e, "name") == "thread_name" && e.GetProperty("args").GetProperty("name").GetString() == "CrRendererMain")
            .Select(Thread).ToHashSet();
        var page = events.EnumerateArray()
            .Where(e => Text(e, "ph") == "X" && Text(e, "name") == "ThreadControllerImpl::RunTask" && mains.Contains(Thread(e)))
            .Select(e => (Thread: Thread(e), Start: e.GetProperty("ts").GetDouble(), Duration: Micros(e, "dur"), Cpu: Micros(e, "tdur")))
            .GroupBy(task => task.Thread).MaxBy(thread => thread.Sum(task => task.Duration))?.ToArray() ?? [];
        if (page.Length == 0)
            return new Trace([], [], [], 0);
        var windows = page.GroupBy(task => (long)(task.Start / Window)).ToArray();
        var time = page.Max(task => task.Start) - page.Min(task => task.Start);
        return new Trace(
            [.. page.Select(task => task.Duration / 1000)],
            [.. windows.Select(window => window.Max(task => task.Duration) / 1000)],
            [.. windows.Select(window => window.Max(task => task.Cpu) / 1000)],
            page.Sum(task => task.Duration) / time);
    }

    private static (int Process, int Thread) Thread(JsonElement e) => (e.GetProperty("pid").GetInt32(), e.GetProperty("tid").GetInt32());

    private static double Micros(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;
}

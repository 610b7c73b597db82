using System.Diagnostics;
using Trawl.TestSupport.Live;

namespace Trawl.Dashboard.Flood;

/// <summary>The program of a custom job, which reports so many activity events a second, and ten times a second how far it is.</summary>
internal static class Reporter
{
    private const int BatchesPerSecond = 50;

    /// <returns>How many events it reported.</returns>
    public static async Task<long> RunAsync(CustomJob job, int rate, TimeSpan duration)
    {
        var batch = rate / BatchesPerSecond;
        var batches = (int)(duration.TotalSeconds * BatchesPerSecond);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < batches; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / BatchesPerSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            await job.EventsAsync(Enumerable.Range(i * batch, batch).Select(Event));
            if (i % (BatchesPerSecond / 10) == 0)
                await job.ProgressAsync(new { completed = i * batch, total = batches * batch });
        }

        return (long)batches * batch;
    }

    // What a worker's kit reports: items, now and then a batch and the whole task.
    private static object Event(int number) => (number % 20) switch
    {
        0 => new { type = "batch_complete", data = new { taskName = "pages", completed = number, total = 1_000_000, batchSize = 20, worker = $"worker-{number / 20 % 8}" } },
        1 => new { type = "processing_progress", data = new { taskName = "pages", completed = number, total = 1_000_000, worker = $"worker-{number / 20 % 8}" } },
        _ => new
        {
            type = "worker_item_completed",
            data = (object)new { workerName = $"worker-{number % 8}", item = $"https://docs.example.com/reference/page-{number}.html", ok = number % 50 != 7, durationMs = number % 300, queueSize = number % 1000 },
        },
    };
}

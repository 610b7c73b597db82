using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Trawl.AllInOne.Terminal;

/// <summary>A crawl in a terminal: pages and embedding as bars, with rate, time left and stage.</summary>
internal static class ProgressBars
{
    public static Task<JsonElement> ShowAsync(JobFollower follower) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async bars =>
            {
                var pages = bars.AddTask("Pages");
                var embedding = bars.AddTask("Embedding");
                JsonElement last = default;
                await foreach (var (job, _) in follower.FollowAsync())
                {
                    last = job;
                    Draw(job, pages, embedding);
                }

                pages.StopTask();
                embedding.StopTask();
                return last;
            });

    private static void Draw(JsonElement job, ProgressTask pages, ProgressTask embedding)
    {
        var counts = job.GetProperty("counts");
        int Count(string name) => counts.GetProperty(name).GetInt32();
        var done = Count("completed") + Count("failed") + Count("skipped");
        // A bar that is over before the work is would lie: the totals still grow while pages are found.
        pages.MaxValue = Math.Max(1, Count("total"));
        pages.Value = Math.Min(done, pages.MaxValue);
        pages.Description = string.Create(CultureInfo.InvariantCulture,
            $"Pages {done}/{Count("total")}{(counts.GetProperty("totalIsEstimate").GetBoolean() ? "+" : "")}  {Markup.Escape(JobText.Pace(job))}");
        embedding.MaxValue = Math.Max(1, Count("chunks"));
        embedding.Value = Math.Min(Count("embedded"), embedding.MaxValue);
        embedding.Description = string.Create(CultureInfo.InvariantCulture, $"Embedding {Count("embedded")}/{Count("chunks")} passages");
    }
}

using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Trawl.AllInOne.Terminal;

/// <summary>What a crawl came to: the counts, why it failed if it did, and a search that shows what it is good for.</summary>
internal static class Summary
{
    private static readonly string[] Counts = ["documents", "failed", "skipped", "unchanged", "chunks", "embedded"];

    public static async Task ShowAsync(IAnsiConsole console, TrawlApi api, JsonElement job)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("status").AddColumn(Markup.Escape(job.GetProperty("status").GetString()!), column => column.RightAligned());
        foreach (var name in Counts)
            table.AddRow(name, job.GetProperty("counts").GetProperty(name).GetInt32().ToString(CultureInfo.InvariantCulture));
        table.AddRow("seconds", Seconds(job));
        console.Write(table);
        if (job.GetProperty("error") is { ValueKind: JsonValueKind.Object } error)
            console.MarkupLineInterpolated($"[red]{error.GetProperty("message").GetString()}[/]");
        if (job.GetProperty("counts").GetProperty("embedded").GetInt32() == 0 || job.GetProperty("sourceId").GetString() is not { } source)
            return;

        var documents = await api.GetAsync($"/api/sources/{source}/documents?limit=1", CancellationToken.None);
        var title = documents.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("title").GetString()).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));
        if (title is null)
            return;
        var words = string.Join(' ', title.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetterOrDigit)).Take(4));
        console.MarkupLineInterpolated($"\n[bold]search \"{words}\"[/]");
        SearchResults.Show(console, await api.GetAsync($"/api/search?q={Uri.EscapeDataString(words)}&sourceId={source}&limit=3", CancellationToken.None));
    }

    private static string Seconds(JsonElement job)
    {
        if (job.GetProperty("startedAt").ValueKind != JsonValueKind.String || job.GetProperty("finishedAt").ValueKind != JsonValueKind.String)
            return "-";
        var duration = job.GetProperty("finishedAt").GetDateTimeOffset() - job.GetProperty("startedAt").GetDateTimeOffset();
        return duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Trawl.TestSupport;

namespace Trawl.Dashboard.Tests.Visits;

/// <summary>The live feed of a job's page, held against the log that the server keeps: no event missing, none twice, in order.</summary>
internal static class Feed
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>How the feed calls log events that it does not call by their type.</summary>
    private static readonly Dictionary<string, string> Labels = new() { ["model_result"] = "Model", ["clarification"] = "Question" };

    /// <summary>Waits until the page shows just the log events that the server has, and returns how many.</summary>
    public static async Task<int> ShowsWholeLogAsync(this IPage page, Rest rest, string jobId)
    {
        string[] shown = [], logged = [];
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    logged = [.. (await rest.LogAsync(jobId)).Select(LineOf)];
                    shown = [.. (await LinesAsync(page)).Where(logged.Contains)];
                    return shown.SequenceEqual(logged);
                },
                Deadline);
        }
        catch (TimeoutException)
        {
            Assert.Equal(logged, shown);
        }

        return logged.Length;
    }

    /// <summary>What the feed shows, oldest first: what it is, then what it says.</summary>
    public static async Task<string[]> LinesAsync(IPage page)
    {
        var lines = await page.GetByRole(AriaRole.Log, new() { Name = "Live feed" }).EvaluateAsync<string[]>(
            "log => [...log.querySelectorAll('.feed-row')].map(row => [...row.querySelectorAll('.feed-label, .feed-text')].map(part => part.textContent).join(' ').trim())");
        return [.. lines.Reverse()];
    }

    private static string LineOf(JsonElement e)
    {
        var (type, data) = (e.GetProperty("type").GetString()!, e.GetProperty("data"));
        var label = Labels.GetValueOrDefault(type) ?? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(type);
        var text = type switch
        {
            "comment" => data.GetProperty("text").GetString(),
            "model_result" => $"{data.GetProperty("model").GetString()}: {data.GetProperty("status").GetString()}",
            "clarification" => data.GetProperty("question").GetString(),
            "stage" => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(data.GetProperty("stage").GetString()!),
            "cancelled" => $"{data.GetProperty("kept").GetInt32()} document{(data.GetProperty("kept").GetInt32() == 1 ? "" : "s")} kept",
            "stalled" => data.GetProperty("reason").GetString()!.Replace('_', ' '),
            "failed" => data.GetProperty("error").GetProperty("message").GetString(),
            _ => "",
        };
        return $"{label} {text}".Trim();
    }
}

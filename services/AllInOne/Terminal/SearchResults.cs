using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Trawl.AllInOne.Terminal;

/// <summary>What a search found: title, URL, and the passage with the words that were looked for.</summary>
internal static class SearchResults
{
    private const int PassageLength = 300;

    /// <returns>How many there are.</returns>
    public static int Show(IAnsiConsole console, JsonElement answer)
    {
        var rank = 0;
        foreach (var item in answer.GetProperty("items").EnumerateArray())
        {
            rank++;
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
                $"\n[bold]{rank}. {Markup.Escape(item.GetProperty("title").GetString() ?? "(no title)")}[/]  [grey]{item.GetProperty("score").GetDouble():0.###}[/]"));
            console.MarkupLineInterpolated($"   [blue]{item.GetProperty("url").GetString()}[/]");
            console.MarkupLine("   " + Passage(item));
        }

        if (rank == 0)
            console.MarkupLine("Nothing found.");
        return rank;
    }

    private static string Passage(JsonElement item)
    {
        var highlighted = item.TryGetProperty("highlights", out var highlights) && highlights.ValueKind == JsonValueKind.Array
            ? highlights.EnumerateArray().Where(h => h.ValueKind == JsonValueKind.String).Select(h => h.GetString()).FirstOrDefault()
            : null;
        return ToMarkup(highlighted ?? WebUtility.HtmlEncode(item.GetProperty("chunk").GetString() ?? ""));
    }

    /// <summary>The passage on one line, what is between &lt;mark&gt; and &lt;/mark&gt; in colour.</summary>
    internal static string ToMarkup(string passage)
    {
        var line = string.Join(' ', passage.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > PassageLength)
            line = line[..PassageLength] + "…";
        var markup = new StringBuilder();
        foreach (var part in line.Split("<mark>"))
        {
            var (inside, outside) = part.Split("</mark>", 2) is [var a, var b] ? (a, b) : ("", part);
            if (inside.Length > 0)
                markup.Append(CultureInfo.InvariantCulture, $"[yellow]{Plain(inside)}[/]");
            markup.Append(Plain(outside));
        }

        return markup.ToString();
    }

    // The server escapes for HTML what is between its marks.
    private static string Plain(string html) => Markup.Escape(WebUtility.HtmlDecode(html));
}

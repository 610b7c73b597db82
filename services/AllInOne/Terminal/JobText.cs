using System.Globalization;
using System.Text.Json;

namespace Trawl.AllInOne.Terminal;

/// <summary>A job in a few words.</summary>
internal static class JobText
{
    /// <summary>Stage (or status, where that says more), rate and time left.</summary>
    public static string Pace(JsonElement job)
    {
        var status = job.GetProperty("status").GetString()!;
        var words = new List<string> { status == "running" ? job.GetProperty("stage").GetString()! : status };
        if (job.GetProperty("ratePerSecond") is { ValueKind: JsonValueKind.Number } rate)
            words.Add(rate.GetDouble().ToString("0.#", CultureInfo.InvariantCulture) + "/s");
        if (job.GetProperty("etaSeconds") is { ValueKind: JsonValueKind.Number } eta)
            words.Add(TimeSpan.FromSeconds(eta.GetInt32()).ToString("c", CultureInfo.InvariantCulture) + " left");
        return string.Join(", ", words);
    }

    public static string Line(JsonElement job)
    {
        var counts = job.GetProperty("counts");
        int Count(string name) => counts.GetProperty(name).GetInt32();
        return string.Create(CultureInfo.InvariantCulture,
            $"{job.GetProperty("progress").GetDouble(),5:0.0} %  {Count("completed")} of {Count("total")} pages, {Count("failed")} failed, {Count("embedded")} of {Count("chunks")} passages embedded ({Pace(job)})");
    }
}

using System.Text.Json;

namespace Trawl.AllInOne.Terminal;

/// <summary>A crawl where there is no terminal: a line when the stage changes and every ten percent.</summary>
internal static class ProgressLines
{
    public static async Task<JsonElement> ShowAsync(JobFollower follower, TextWriter output)
    {
        var shown = "";
        JsonElement last = default;
        await foreach (var (job, _) in follower.FollowAsync())
        {
            last = job;
            var step = $"{job.GetProperty("status").GetString()} {job.GetProperty("stage").GetString()} {(int)job.GetProperty("progress").GetDouble() / 10}";
            if (step == shown)
                continue;
            shown = step;
            await output.WriteLineAsync(JobText.Line(job));
        }

        return last;
    }
}

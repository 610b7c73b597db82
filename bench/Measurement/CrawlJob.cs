using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.Measurement;

/// <summary>A job on a measured deployment, from its submission to its end.</summary>
public static class CrawlJob
{
    /// <summary>Submits it and waits, by long polls that cost next to nothing; the job as it ended.</summary>
    /// <param name="api">The deployment's REST API.</param>
    /// <param name="path">What is posted to.</param>
    /// <param name="body">What is posted.</param>
    /// <exception cref="InvalidOperationException">It did not complete.</exception>
    public static async Task<JsonElement> RunAsync(Uri api, string path, object body)
    {
        using var http = new HttpClient { BaseAddress = api };
        using var answer = await http.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        while (job.GetProperty("status").GetString() is "queued" or "running")
        {
            var events = await http.GetFromJsonAsync<JsonElement>($"/api/jobs/{job.GetProperty("id").GetString()}/events?after={job.GetProperty("seq").GetInt64()}&wait=30");
            job = events.GetProperty("job");
        }

        return job.GetProperty("status").GetString() == "completed" ? job : throw new InvalidOperationException($"The job did not complete: {job}");
    }
}

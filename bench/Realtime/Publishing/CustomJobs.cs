using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.Realtime.Publishing;

/// <summary>Jobs of the type <c>custom</c>: they run from the start, take no worker and stay until somebody reports their end.</summary>
internal static class CustomJobs
{
    public static async Task<IReadOnlyList<JobChannel>> CreateAsync(Uri api, string? user, int count)
    {
        using var http = new HttpClient { BaseAddress = api };
        if (user is not null)
            http.DefaultRequestHeaders.Add("X-User-Id", user);
        var channels = new JobChannel[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
        {
            using var answer = await http.PostAsJsonAsync("/api/jobs", new { type = "custom", title = $"bench {i + 1}", total = 1_000_000 }, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"POST /api/jobs: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            var job = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            channels[i] = new JobChannel(job.GetProperty("id").GetGuid(), job.GetProperty("seq").GetInt64(), job.GetProperty("version").GetInt64());
        });
        return channels;
    }
}

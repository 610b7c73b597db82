using System.Net.Http.Json;
using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Dashboard.Tests.Visits;

/// <summary>What the server says, asked as a program asks: what pages show is held against it.</summary>
internal sealed class Rest : IDisposable
{
    private readonly HttpClient _http;

    public Rest(Uri server, string user)
        : this(server, "X-User-Id", user)
    {
    }

    /// <summary>As whoever a header shows.</summary>
    public Rest(Uri server, string header, string value) => _http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { header, value } } };

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var answer = await _http.PostAsJsonAsync(path, body ?? new { });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public async Task PatchAsync(string path, object body, int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(body), Headers = { { "If-Match", $"\"{version}\"" } } };
        using var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A crawl, by its id.</summary>
    public async Task<string> CrawlAsync(Uri url, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (body["type"], body["url"], body["useSitemap"], body["respectRobots"]) = ("crawl", url.ToString(), false, false);
        return (await PostAsync("/api/jobs", body)).GetProperty("id").GetString()!;
    }

    /// <summary>Waits for a job's end.</summary>
    public async Task<JsonElement> CompletedAsync(string jobId)
    {
        JsonElement job = default;
        await Eventually.TrueAsync(async () => (job = await GetAsync($"/api/jobs/{jobId}")).GetProperty("status").GetString() == "completed", TimeSpan.FromSeconds(30));
        return job;
    }

    /// <summary>Cancels what runs or waits to, and waits until nothing does.</summary>
    public async Task CancelAllAsync()
    {
        JsonElement[] open = [];
        async Task<bool> NoneAsync()
        {
            var jobs = (await GetAsync("/api/jobs?limit=200")).GetProperty("items").EnumerateArray();
            open = [.. jobs.Where(job => job.GetProperty("type").GetString() != "custom" && job.GetProperty("finishedAt").ValueKind == JsonValueKind.Null)];
            return open.Length == 0;
        }

        if (await NoneAsync())
            return;
        foreach (var job in open)
        {
            // It may have ended in this moment: then it says 409.
            using var answer = await _http.PostAsync($"/api/jobs/{job.GetProperty("id").GetString()}/cancel", null);
        }

        await Eventually.TrueAsync(NoneAsync, TimeSpan.FromSeconds(30));
    }

    /// <summary>All log events of a job, as the server keeps them.</summary>
    public async Task<JsonElement[]> LogAsync(string jobId) => [.. (await GetAsync($"/api/jobs/{jobId}/events?after=0")).GetProperty("events").EnumerateArray()];

    public void Dispose() => _http.Dispose();
}

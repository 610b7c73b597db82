using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.Dashboard.Tests.Visits;

/// <summary>What the server says, asked as a program asks: what pages show is held against it.</summary>
internal sealed class Rest : IDisposable
{
    private readonly HttpClient _http;

    public Rest(Uri server, string user) => _http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { "X-User-Id", user } } };

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A crawl, by its id.</summary>
    public async Task<string> CrawlAsync(Uri url, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (body["type"], body["url"], body["useSitemap"], body["respectRobots"]) = ("crawl", url.ToString(), false, false);
        return (await PostAsync("/api/jobs", body)).GetProperty("id").GetString()!;
    }

    public async Task<string> StatusAsync(string jobId) => (await GetAsync($"/api/jobs/{jobId}")).GetProperty("status").GetString()!;

    /// <summary>All log events of a job, as the server keeps them.</summary>
    public async Task<JsonElement[]> LogAsync(string jobId) => [.. (await GetAsync($"/api/jobs/{jobId}/events?after=0")).GetProperty("events").EnumerateArray()];

    public void Dispose() => _http.Dispose();
}

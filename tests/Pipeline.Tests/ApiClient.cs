using System.Net.Http.Json;
using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>REST as a stranger would use it.</summary>
public sealed class ApiClient(Uri address, string user = "alice") : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, DefaultRequestHeaders = { { "X-User-Id", user } } };

    public async Task<string> SubmitAsync(object crawl) => (await AcceptedAsync("/api/jobs", crawl)).GetProperty("id").GetString()!;

    /// <summary>Posts what is answered 202.</summary>
    public async Task<JsonElement> AcceptedAsync(string path, object body, string? bearer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.Accepted, $"{(int)response.StatusCode}: {answer}");
        return JsonDocument.Parse(answer).RootElement;
    }

    /// <summary>Answers the job's question as soon as it asks one.</summary>
    public async Task AnswerAsync(string jobId, string answer, TimeSpan deadline)
    {
        JsonElement job = default;
        await Eventually.TrueAsync(async () => (job = await GetAsync($"/api/jobs/{jobId}")).GetProperty("status").GetString() == "waiting", deadline);
        var question = job.GetProperty("clarifications").EnumerateArray().Single(c => c.GetProperty("status").GetString() == "pending").GetProperty("id").GetString();
        using var response = await _http.PostAsJsonAsync($"/api/jobs/{jobId}/clarifications/{question}/answer", new { answer });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    public Task<HttpResponseMessage> DeleteAsync(string path) => _http.DeleteAsync(path);

    public Task<HttpResponseMessage> PostAsync(string path) => _http.PostAsync(path, null);

    /// <summary>Polls through restarts of the Api until the job has ended.</summary>
    public async Task<JsonElement> EndOfAsync(string jobId, TimeSpan deadline)
    {
        using var timeout = new CancellationTokenSource(deadline);
        JsonElement job = default;
        while (true)
        {
            try
            {
                var after = job.ValueKind == JsonValueKind.Undefined ? 0 : job.GetProperty("seq").GetInt64();
                using var response = await _http.GetAsync($"/api/jobs/{jobId}/events?after={after}&wait=5", timeout.Token);
                response.EnsureSuccessStatusCode();
                job = JsonDocument.Parse(await response.Content.ReadAsStringAsync(timeout.Token)).RootElement.GetProperty("job");
                if (job.GetProperty("status").GetString() is "completed" or "failed" or "cancelled" or "expired")
                    return job;
            }
            catch (HttpRequestException) when (!timeout.IsCancellationRequested)
            {
                // The Api is being killed in this test; it comes back.
                await Task.Delay(100, timeout.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The job did not end within {deadline}: {job}");
            }
        }
    }

    /// <summary>Every item of a list, through all its pages.</summary>
    public async Task<List<JsonElement>> AllAsync(string path)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}limit=200{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return items;
    }

    /// <summary>The URLs of the documents that a job's source holds, in order, as often as they are there.</summary>
    public async Task<string[]> StoredUrlsAsync(JsonElement job)
    {
        var documents = await AllAsync($"/api/sources/{job.GetProperty("sourceId").GetString()}/documents");
        return [.. documents.Select(d => d.GetProperty("url").GetString()!).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _http.Dispose();
}

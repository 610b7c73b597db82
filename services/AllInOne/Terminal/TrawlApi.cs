using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trawl.AllInOne.Terminal;

/// <summary>The REST that the terminal needs: the same as everybody's, whether Trawl runs in this process or in another.</summary>
internal sealed class TrawlApi(Uri address) : IDisposable
{
    private static readonly string[] Terminal = ["completed", "failed", "cancelled", "expired"];
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = Connect(address);

    public static bool IsEnded(JsonElement job) => Terminal.Contains(job.GetProperty("status").GetString());

    /// <summary>Waits until it can take a job: migrations done, bus and workers up.</summary>
    public async Task ReadyAsync()
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            using var answer = await _http.GetAsync("/health/ready");
            if (answer.IsSuccessStatusCode)
                return;
            if (Stopwatch.GetElapsedTime(started) > StartDeadline)
                throw new TrawlApiException($"Trawl is not ready: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public async Task<JsonElement> SubmitAsync(JsonObject crawl, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/api/jobs", crawl, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>The job and its log events after a position; waits up to a second for something to happen.</summary>
    public Task<JsonElement> EventsAsync(string id, long after, CancellationToken cancellationToken) =>
        GetAsync($"/api/jobs/{id}/events?after={after}&wait=1", cancellationToken);

    public async Task CancelAsync(string id)
    {
        using var answer = await _http.PostAsync($"/api/jobs/{id}/cancel", content: null);
        // 409: it ended by itself in the meantime, which is what the next look at it will say.
        if (answer.StatusCode != HttpStatusCode.Conflict)
            await ReadAsync(answer, CancellationToken.None);
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(path, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    // Where callers have to prove who they are, so has the terminal.
    private static HttpClient Connect(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        if (Environment.GetEnvironmentVariable("TRAWL_TOKEN") is { Length: > 0 } token)
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        if (Environment.GetEnvironmentVariable("TRAWL_API_KEY") is { Length: > 0 } key)
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new TrawlApiException(Reason(answer, body));
        return JsonDocument.Parse(body).RootElement;
    }

    private static string Reason(HttpResponseMessage answer, string body)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return "Trawl wants to know who is calling: set TRAWL_TOKEN (Auth:Mode jwt) or TRAWL_API_KEY (apiKey) to what is good there.";
        try
        {
            var problem = JsonDocument.Parse(body).RootElement;
            var title = problem.TryGetProperty("title", out var t) ? t.GetString() : answer.ReasonPhrase;
            var fields = problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
                ? errors.EnumerateObject().Select(field => $"{field.Name}: {string.Join(' ', field.Value.EnumerateArray().Select(e => e.GetString()))}")
                : [];
            return string.Join(' ', fields.Prepend(title));
        }
        catch (JsonException)
        {
            return $"The server answered {(int)answer.StatusCode} {answer.ReasonPhrase}.";
        }
    }
}

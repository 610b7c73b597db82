using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.TestSupport.Live;

/// <summary>A custom job: its program is the test, which reports by the token that the submission gave it.</summary>
public sealed class CustomJob : IDisposable
{
    private readonly HttpClient _http;

    private CustomJob(HttpClient http, string id, string user) => (_http, Id, User) = (http, id, user);

    /// <summary>The job's.</summary>
    public string Id { get; }

    /// <summary>Whose it is.</summary>
    public string User { get; }

    /// <summary>Where its events are.</summary>
    public string Channel => $"job:{Id}";

    /// <summary>It runs as soon as this returns.</summary>
    public static async Task<CustomJob> SubmitAsync(Uri server, string user, int total)
    {
        using var owner = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { "X-User-Id", user } } };
        using var answer = await owner.PostAsJsonAsync("/api/jobs", new { type = "custom", title = "A custom job", total });
        var job = await ReadAsync(answer);
        var http = new HttpClient { BaseAddress = new Uri(server, $"/api/jobs/{job.GetProperty("id").GetString()}/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", job.GetProperty("reportToken").GetString());
        return new CustomJob(http, job.GetProperty("id").GetString()!, user);
    }

    /// <summary>One report, or an array of them.</summary>
    public Task ProgressAsync(object report) => ReportAsync("progress", report);

    /// <summary>An activity event.</summary>
    public Task EventAsync(string type, object data) => ReportAsync("events", new { type, data });

    /// <summary>Several activity events in one request.</summary>
    public Task EventsAsync(IEnumerable<object> events) => ReportAsync("events", events);

    /// <summary>Asks the user something.</summary>
    public Task AskAsync(object question) => ReportAsync("clarifications", question);

    /// <summary>What a model has made.</summary>
    public Task ModelResultAsync(object report) => ReportAsync("model-results", report);

    /// <summary>The end.</summary>
    public Task CompleteAsync(object result) => ReportAsync("complete", new { result });

    /// <summary>The other end.</summary>
    public Task FailAsync(string code, string message) => ReportAsync("fail", new { error = new { code, message } });

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task ReportAsync(string path, object report)
    {
        using var answer = await _http.PostAsJsonAsync(path, report);
        await ReadAsync(answer);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new HttpRequestException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode}: {body}", null, answer.StatusCode);
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
    }
}

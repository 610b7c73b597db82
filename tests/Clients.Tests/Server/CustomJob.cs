using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.Clients.Tests.Server;

/// <summary>A custom job: its program is the test, which reports by the token that the submission gave it.</summary>
public sealed class CustomJob : IDisposable
{
    private readonly HttpClient _http;

    private CustomJob(HttpClient http, string id, string user) => (_http, Id, User) = (http, id, user);

    public string Id { get; }

    public string User { get; }

    public string Channel => $"job:{Id}";

    public static async Task<CustomJob> SubmitAsync(Uri server, string user, int total)
    {
        using var owner = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { "X-User-Id", user } } };
        using var answer = await owner.PostAsJsonAsync("/api/jobs", new { type = "custom", title = "A custom job", total });
        var job = await ReadAsync(answer);
        var http = new HttpClient { BaseAddress = new Uri(server, $"/api/jobs/{job.GetProperty("id").GetString()}/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", job.GetProperty("reportToken").GetString());
        return new CustomJob(http, job.GetProperty("id").GetString()!, user);
    }

    public Task ProgressAsync(object report) => ReportAsync("progress", report);

    public Task EventAsync(string type, object data) => ReportAsync("events", new { type, data });

    public Task ModelResultAsync(object report) => ReportAsync("model-results", report);

    public Task CompleteAsync(object result) => ReportAsync("complete", new { result });

    public Task FailAsync(string code, string message) => ReportAsync("fail", new { error = new { code, message } });

    public void Dispose() => _http.Dispose();

    private async Task ReportAsync(string path, object report)
    {
        using var answer = await _http.PostAsJsonAsync(path, report);
        await ReadAsync(answer);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode}: {body}");
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
    }
}

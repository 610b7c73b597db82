using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Trawl.Work.Tests.CustomJobs;

/// <summary>The server's end of an HttpClient: answers as it does when all is well, unless the test says otherwise.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    public const string JobId = "0198f000-0000-7000-8000-000000000001";

    /// <summary>What was posted where (the last part of the path), by whom.</summary>
    public ConcurrentQueue<(string Report, JsonElement Body, string? Bearer, string? Key)> Posts { get; } = new();

    /// <summary>Answers in the server's stead; null lets it answer itself.</summary>
    public Func<string, CancellationToken, Task<HttpResponseMessage?>> Instead { get; set; } = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    public IEnumerable<string> Reports => Posts.Select(post => post.Report);

    public IEnumerable<JsonElement> Bodies(string report) => Posts.Where(post => post.Report == report).Select(post => post.Body);

    /// <summary>The activity, one by one.</summary>
    public IEnumerable<(string Type, JsonElement Data)> Events =>
        Bodies("events").SelectMany(body => body.EnumerateArray()).Select(e => (e.GetProperty("type").GetString()!, e.GetProperty("data")));

    public HttpClient Client() => new(this, disposeHandler: false) { BaseAddress = new Uri("http://trawl.test") };

    public static HttpResponseMessage Answer(HttpStatusCode status, string json = "{}") =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public void AnswerAlways(string report, Func<HttpResponseMessage> answer) =>
        Instead = (asked, _) => Task.FromResult(asked == report ? answer() : null);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var report = request.RequestUri!.Segments[^1];
        var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)).RootElement;
        var instead = await Instead(report, cancellationToken);
        Posts.Enqueue((report, body, request.Headers.Authorization?.Parameter, request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null));
        return instead ?? (report == "jobs" ? Answer(HttpStatusCode.Accepted, $$"""{"id":"{{JobId}}","reportToken":"secret"}""") : Answer(HttpStatusCode.Accepted));
    }
}

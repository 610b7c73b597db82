using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Trawl.Measurement;

namespace Trawl.Queue;

/// <summary>The steps, one after the other, on a deployment of their own with so many jobs queued.</summary>
internal sealed class QueueSteps : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(8);
    private readonly MeasuredCluster _cluster;
    private readonly HttpClient _http;
    private readonly FilledQueue _queue;
    private double _idleCpu;
    private int _url;

    private QueueSteps(MeasuredCluster cluster) =>
        (_cluster, _http, _queue) = (cluster, new HttpClient { BaseAddress = cluster.Api }, new FilledQueue(cluster.Database));

    public static async Task<List<Step>> MeasureAsync(int queued)
    {
        await using var steps = new QueueSteps(await MeasuredCluster.StartAsync(["Api"], ("Crawler__AllowPrivateNetworks", "true")));
        return await steps.AllAsync(queued);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cluster.DisposeAsync();
    }

    private async Task<List<Step>> AllAsync(int queued)
    {
        var job = await SubmitAsync();
        await _queue.FillAsync(queued, () => GetAsync("/api/queue"));
        Func<Task>[] requests = [SubmitAsync, () => GetAsync($"/api/jobs/{job.GetProperty("id").GetString()}"), () => GetAsync("/api/queue")];
        // Compiled, and the plans made.
        for (var i = 0; i < 300; i++)
            await requests[i % 3]();
        // And those told their place who have never been; with many it goes on meanwhile, and is subtracted.
        await Task.Delay(Idle);
        var meter = new CpuMeter(_cluster.Processes);
        await Task.Delay(Idle);
        _idleCpu = Cpu(meter.Lap()) / Idle.TotalSeconds;
        return
        [
            await StepAsync("POST /api/jobs", 300, requests[0]), await StepAsync("GET /api/jobs/{id}, with its place", 600, requests[1]),
            await StepAsync("GET /api/queue", 300, requests[2]), await AdmissionAsync(400),
        ];
    }

    private async Task<Step> StepAsync(string name, int count, Func<Task> run)
    {
        var times = new List<double>(count);
        var meter = new CpuMeter(_cluster.Processes);
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await run();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Step(name, meter.Lap(), count, times.Order().ElementAt(count / 2));
    }

    /// <summary>A worker comes that so many jobs can begin on: until they have.</summary>
    private async Task<Step> AdmissionAsync(int count)
    {
        var meter = new CpuMeter(_cluster.Processes);
        await _queue.BeginAsync(count);
        var spent = meter.Lap();
        return Step("admission, a job", spent, count, spent.WallSeconds * 1000 / count);
    }

    private Step Step(string name, Spent spent, int count, double ms) =>
        new(name, ms, (Cpu(spent) - (_idleCpu * spent.WallSeconds)) * 1000 / count);

    private static double Cpu(Spent spent) => spent.CpuSeconds["api"] + spent.CpuSeconds["postgres"];

    private async Task<JsonElement> SubmitAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/jobs") { Content = JsonContent.Create(new { url = $"http://127.0.0.2/{_url++}", scope = "list" }) };
        request.Headers.Add("X-User-Id", "user1");
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-User-Id", "user1");
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>A custom job, whose log goes as the test likes. A report is sent again until the Api has taken it: it may be away.</summary>
public sealed class CustomWork : IDisposable
{
    private readonly HttpClient _http;

    private CustomWork(HttpClient http, string id) => (_http, Id) = (http, id);

    public string Id { get; }

    public string Channel => $"job:{Id}";

    public static async Task<CustomWork> StartAsync(Uri api, string user)
    {
        using var client = new ApiClient(api, user);
        var id = await client.SubmitAsync(new { type = "custom", title = "Work of the test's own", total = 1000 });
        return new CustomWork(new HttpClient { BaseAddress = api, DefaultRequestHeaders = { { "X-User-Id", user } }, Timeout = TimeSpan.FromSeconds(10) }, id);
    }

    /// <summary>So many log events, one after the other.</summary>
    public async Task ResultsAsync(int count, TimeSpan every)
    {
        using var pace = new PeriodicTimer(every);
        for (var i = 0; i < count; i++)
        {
            await ReportAsync("model-results", new { model = $"model-{i.ToString(CultureInfo.InvariantCulture)}", provider = "test", status = "completed", durationMs = i });
            await pace.WaitForNextTickAsync();
        }
    }

    public Task ProgressAsync(double progress) => ReportAsync("progress", new { progress });

    public Task CompleteAsync() => ReportAsync("complete", new { result = new { ok = true } });

    /// <summary>The log's last position.</summary>
    public async Task<long> SeqAsync() => JsonElement.Parse(await _http.GetStringAsync($"/api/jobs/{Id}")).GetProperty("seq").GetInt64();

    public void Dispose() => _http.Dispose();

    private async Task ReportAsync(string kind, object report)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await _http.PostAsJsonAsync($"/api/jobs/{Id}/{kind}", report);
                // Taken before, and the answer was lost on the way.
                if (answer.StatusCode == HttpStatusCode.Accepted || (attempt > 0 && answer.StatusCode == HttpStatusCode.Conflict))
                    return;
                if (answer.StatusCode < HttpStatusCode.InternalServerError)
                    Assert.Fail($"{kind}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && attempt < 600)
            {
                // Away, in this test on purpose.
            }

            await Task.Delay(100);
        }
    }
}

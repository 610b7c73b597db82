using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Contract;

/// <summary>A user who has just come to a running Trawl, and what such a user does first.</summary>
public sealed class Scene(IDeployment deployment) : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly List<IAsyncDisposable> _ours = [];
    private readonly List<string> _crawls = [];

    public IDeployment Deployment => deployment;

    public Rest Alice { get; } = new(deployment.Api, $"alice-{Guid.NewGuid():N}");

    public async Task<GeneratedSite> SiteAsync(int pages = 5, double latencyMs = 0)
    {
        var site = await GeneratedSite.StartAsync(pages, TimeSpan.FromMilliseconds(latencyMs));
        _ours.Add(site);
        return site;
    }

    public async Task<TestSite> BareSiteAsync(string address = "127.0.0.1")
    {
        var site = await TestSite.StartAsync(address);
        _ours.Add(site);
        return site;
    }

    /// <summary>Submits, and cancels it when the scene is over.</summary>
    public async Task<string> SubmitAsync(object crawl)
    {
        var id = (await Alice.PostAsync("/api/jobs", crawl)).Is(202).Json.GetProperty("id").GetString()!;
        _crawls.Add(id);
        return id;
    }

    /// <summary>A crawl that is at work and stays so for long.</summary>
    public async Task<string> LongCrawlAsync()
    {
        var site = await SiteAsync(pages: 400, latencyMs: 200);
        var id = await SubmitAsync(site.SlowCrawl());
        await site.RequestsReachAsync(2, Deadline);
        return id;
    }

    /// <summary>A small crawl that is over.</summary>
    public async Task<JsonElement> DoneCrawlAsync()
    {
        var site = await SiteAsync();
        return await EndOfAsync(await SubmitAsync(site.Crawl()));
    }

    public async Task<(string Id, string Token)> CustomJobAsync(object? body = null)
    {
        var job = (await Alice.PostAsync("/api/jobs", body ?? new { type = "custom", title = "Sync", total = 10 })).Is(202).Json;
        var id = job.GetProperty("id").GetString()!;
        _crawls.Add(id);
        return (id, job.GetProperty("reportToken").GetString()!);
    }

    /// <summary>As the outside program: another user, with the token.</summary>
    public Task<RestAnswer> ReportAsync((string Id, string Token) job, string what, object report) =>
        new Rest(deployment.Api, "program").PostAsync($"/api/jobs/{job.Id}/{what}", report, ("Authorization", $"Bearer {job.Token}"));

    public async Task<JsonElement> StatusAsync(string id, params string[] statuses)
    {
        JsonElement job = default;
        await Eventually.TrueAsync(
            async () => Array.IndexOf(statuses, (job = (await Alice.GetAsync($"/api/jobs/{id}")).Is(200).Json).GetProperty("status").GetString()) >= 0, Deadline);
        return job;
    }

    public Task<JsonElement> EndOfAsync(string id) => StatusAsync(id, "completed", "failed", "cancelled", "expired");

    /// <summary>A socket of Alice's on a channel, from its first event on.</summary>
    public async Task<Line> LineAsync(string channel, string? user = null)
    {
        var line = await Line.OpenAsync(deployment.Notifier, $"/ws?userId={user ?? Alice.User}&channel={Uri.EscapeDataString(channel)}&after=0");
        _ours.Add(line);
        await line.HearAsync("subscribed");
        return line;
    }

    public Task<Line> JobLineAsync(string id) => LineAsync($"job:{id}");

    public Task<Line> UserLineAsync() => LineAsync($"user:{Alice.User}");

    /// <summary>Each of these is there, whatever its value.</summary>
    public static void Has(JsonElement json, params string[] fields)
    {
        foreach (var field in fields)
            Assert.True(json.TryGetProperty(field, out _), $"No {field} in {json}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _crawls)
            await Alice.PostAsync($"/api/jobs/{id}/cancel");
        foreach (var thing in _ours)
            await thing.DisposeAsync();
    }
}

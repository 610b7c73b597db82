using System.Net;
using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>What any deployment must do: AllInOne on its in-memory transport, and four processes on RabbitMQ, answer to this one text.</summary>
public abstract class PipelineSpecification(IDeployment deployment) : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    protected IDeployment Deployment { get; } = deployment;

    protected ApiClient Api { get; } = new(deployment.Api);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Api.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Seed", "S0.22")]
    [Trait("Seed", "S2.44")]
    [Trait("Seed", "D4")]
    public async Task A_watcher_from_before_from_the_middle_and_from_after_the_end_sees_the_same_whole_story()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 150, latency: TimeSpan.FromMilliseconds(25));
        var id = await Api.SubmitAsync(site.Crawl());
        await using var early = Watcher.Start(Deployment.Notifier, id);
        await site.RequestsReachAsync(60, Deadline);
        await using var middle = Watcher.Start(Deployment.Notifier, id);
        await using var onTheHub = await HubWatcher.StartAsync(Deployment.Notifier, id);
        var job = await Api.EndOfAsync(id, Deadline);
        await using var late = Watcher.Start(Deployment.Notifier, id);

        foreach (var watcher in (Watcher[])[early, middle, late])
        {
            await watcher.EndAsync(Deadline);
            watcher.AssertComplete(job);
        }

        await onTheHub.AssertCompleteAsync(job, Deadline);
        await using var lateOnTheHub = await HubWatcher.StartAsync(Deployment.Notifier, id);
        await lateOnTheHub.AssertCompleteAsync(job, Deadline);
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(100, job.GetProperty("progress").GetDouble());
        Assert.Equal(site.Urls, await Api.StoredUrlsAsync(job));
        AssertCountsAddUp(job, documents: 150);
    }

    [Fact]
    public async Task A_custom_job_is_told_whole_from_what_another_program_reports()
    {
        var accepted = await Api.AcceptedAsync("/api/jobs", new { type = "custom", title = "Sync", total = 20 });
        var (id, token) = (accepted.GetProperty("id").GetString()!, accepted.GetProperty("reportToken").GetString());
        await using var early = Watcher.Start(Deployment.Notifier, id);
        await early.SubscribedAsync(Deadline);
        // Another user: the token is all that the program has.
        using var program = new ApiClient(Deployment.Api, "program");
        await ReportAsync("events", new { type = "sync:progress", data = new { stage = "syncing", progress = 50 } });
        await ReportAsync("events", new { type = "batch_complete", data = new { taskName = "sync", completed = 10, total = 20, batchSize = 10 } });
        for (var i = 1; i <= 20; i++)
            await ReportAsync("progress", new { completed = i, stage = i < 10 ? "crawling" : "embedding", message = $"File {i}" });
        await ReportAsync("model-results", new { model = "llama3.1:8b", provider = "ollama", status = "completed", durationMs = 5, result = "text" });
        await using var middle = Watcher.Start(Deployment.Notifier, id);
        await ReportAsync("complete", new { result = new { files = 20 } });

        var job = await Api.EndOfAsync(id, Deadline);
        await using var late = Watcher.Start(Deployment.Notifier, id);
        foreach (var watcher in (Watcher[])[early, middle, late])
        {
            await watcher.EndAsync(Deadline);
            watcher.AssertComplete(job);
            Assert.Equal(
                ["started", "stage", "stage", "model_result", "stage", "completed"], watcher.Log.Select(e => e.GetProperty("type").GetString()!));
        }

        Assert.Equal(["sync:progress", "batch_complete"], early.Activity.Select(e => e.GetProperty("type").GetString()!));
        Assert.Equal(100, job.GetProperty("progress").GetDouble());

        Task ReportAsync(string what, object report) => program.AcceptedAsync($"/api/jobs/{id}/{what}", report, token);
    }

    [Fact]
    public async Task PostgreSQLs_manual_is_crawled_whole_and_found()
    {
        await using var site = await TestSite.StartAsync();
        site.Folder("/docs", Manual.Folder);
        var id = await Api.SubmitAsync(new { type = "crawl", url = new Uri(site.Address, "/docs/index.html"), title = "PostgreSQL 15", maxPages = 5000, maxDepth = 50 });
        await using var watcher = Watcher.Start(Deployment.Notifier, id);

        var job = await Api.EndOfAsync(id, TimeSpan.FromMinutes(5));
        await watcher.EndAsync(Deadline);

        watcher.AssertComplete(job);
        var pages = Manual.ReachablePages();
        Assert.Equal(pages, (await Api.StoredUrlsAsync(job)).Select(url => url.Split('/')[^1]));
        Assert.Equal("completed", job.GetProperty("status").GetString());
        AssertCountsAddUp(job, pages.Length);
        foreach (var mode in (string[])["hybrid", "keyword"])
        {
            var found = await Api.GetAsync($"/api/search?q={Uri.EscapeDataString("CREATE INDEX CONCURRENTLY")}&mode={mode}&limit=5&sourceId={job.GetProperty("sourceId").GetString()}");
            Assert.Contains(found.GetProperty("items").EnumerateArray(), item => item.GetProperty("url").GetString()!.EndsWith("/sql-createindex.html", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Seed", "S2.9")]
    public async Task A_cancelled_job_says_so_only_when_nothing_works_on_it_and_keeps_what_it_had()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 300, latency: TimeSpan.FromMilliseconds(50));
        var id = await Api.SubmitAsync(site.Crawl());
        await using var watcher = Watcher.Start(Deployment.Notifier, id);
        await site.RequestsReachAsync(40, Deadline);

        using var answer = await Api.PostAsync($"/api/jobs/{id}/cancel");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var job = await Api.EndOfAsync(id, Deadline);
        var requests = site.Requests;

        Assert.Equal("cancelled", job.GetProperty("status").GetString());
        await watcher.EndAsync(Deadline);
        watcher.AssertComplete(job);
        Assert.Equal(job.GetProperty("counts").GetProperty("documents").GetInt32(), (await Api.StoredUrlsAsync(job)).Length);
        Assert.InRange(requests, 40, 299);

        // Nothing worked on it any more when it was said: a later job is served, and this site hears nothing of it.
        await using var other = await GeneratedSite.StartAsync(pages: 20, latency: TimeSpan.Zero);
        await Api.EndOfAsync(await Api.SubmitAsync(other.Crawl()), Deadline);
        Assert.Equal(requests, site.Requests);
    }

    [Fact]
    public async Task A_second_crawl_of_an_unchanged_site_stores_and_embeds_nothing_again()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 40, latency: TimeSpan.Zero);
        var first = await Api.EndOfAsync(await Api.SubmitAsync(site.Crawl()), Deadline);
        var second = await Api.EndOfAsync(await Api.SubmitAsync(site.Crawl()), Deadline);

        Assert.Equal(first.GetProperty("sourceId").GetString(), second.GetProperty("sourceId").GetString());
        Assert.Equal(40, second.GetProperty("counts").GetProperty("unchanged").GetInt32());
        Assert.Equal(0, Assert.Single(second.GetProperty("models").EnumerateArray()).GetProperty("durationMs").GetInt64());
        Assert.Equal(site.Urls, await Api.StoredUrlsAsync(second));
    }

    /// <summary>Kills in mid-job, starts again, and compares with what an undisturbed run stores.</summary>
    protected async Task SurvivesTheDeathOfAsync(string process)
    {
        await using var site = await GeneratedSite.StartAsync(pages: 250, latency: TimeSpan.FromMilliseconds(25));
        var id = await Api.SubmitAsync(site.Crawl());
        await using var watcher = Watcher.Start(Deployment.Notifier, id);
        await site.RequestsReachAsync(80, Deadline);

        await Deployment.KillAsync(process);
        await Deployment.StartAsync(process);
        var job = await Api.EndOfAsync(id, Deadline);
        await watcher.EndAsync(Deadline);

        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(site.Urls, await Api.StoredUrlsAsync(job));
        AssertCountsAddUp(job, documents: 250);
        watcher.AssertComplete(job);
        await EveryChunkIsFoundOnceAsync(job);
    }

    internal static void AssertCountsAddUp(JsonElement job, int documents)
    {
        var counts = job.GetProperty("counts");
        int Count(string name) => counts.GetProperty(name).GetInt32();
        Assert.Equal(documents, Count("documents"));
        Assert.Equal(documents, Count("completed"));
        Assert.Equal(0, Count("pending") + Count("processing"));
        Assert.Equal(Count("total"), Count("completed") + Count("failed") + Count("skipped"));
        Assert.Equal(Count("chunks"), Count("embedded"));
        Assert.False(counts.GetProperty("totalIsEstimate").GetBoolean());
    }

    private async Task EveryChunkIsFoundOnceAsync(JsonElement job)
    {
        var sourceId = job.GetProperty("sourceId").GetString();
        var documents = await Api.AllAsync($"/api/sources/{sourceId}/documents");
        Assert.All(documents, document => Assert.True(document.GetProperty("chunks").GetInt32() > 0, document.ToString()));
        var found = await Api.GetAsync($"/api/search?q=page7word&mode=keyword&limit=50&sourceId={sourceId}");
        Assert.EndsWith("/p/7", Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("url").GetString());
    }
}

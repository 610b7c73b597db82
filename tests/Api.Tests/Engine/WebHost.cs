using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Engine;

/// <summary>The engine with crawlers that look at a <see cref="TestWeb"/>.</summary>
internal sealed class WebHost(EngineHost engine, TestWeb web) : IAsyncDisposable
{
    public const string Root = "http://site.test/";

    public EngineHost Engine => engine;
    public TestWeb Web => web;

    public static async Task<WebHost> StartAsync(Action<TestWeb> fill, params (string Key, string Value)[] settings)
    {
        var web = new TestWeb();
        fill(web);
        var engine = await EngineHost.StartAsync(web.Workers(), null, settings);
        await engine.AwakenAsync();
        return new WebHost(engine, web);
    }

    public async Task<Job> CrawlAsync(Func<CrawlOptions, CrawlOptions>? with = null, string root = Root)
    {
        web.Requests.Clear();
        return await engine.EndOfAsync((await engine.SubmitAsync(root, with: with)).Id);
    }

    public async Task<Job> RefreshAsync(Job of)
    {
        web.Requests.Clear();
        await using var db = await engine.ContextAsync();
        var source = await db.Sources.SingleAsync(s => s.Id == of.SourceId);
        return await engine.EndOfAsync((await engine.Get<JobLifecycle>().RefreshAsync(db, source, JobPriority.Normal, [], default))!.Id);
    }

    public async Task<Page> PageAsync(Job job, string url)
    {
        await using var db = await engine.ContextAsync();
        return await db.Pages.AsNoTracking().SingleAsync(p => p.JobId == job.Id && p.Url == url);
    }

    public async Task<List<Page>> PagesAsync(Job job, PageKind kind = PageKind.Page)
    {
        await using var db = await engine.ContextAsync();
        return await db.Pages.AsNoTracking().Where(p => p.JobId == job.Id && p.Kind == kind).OrderBy(p => p.Id).ToListAsync();
    }

    /// <summary>URLs of the stored documents of a job's source, in order.</summary>
    public async Task<string[]> StoredAsync(Job job)
    {
        await using var db = await engine.ContextAsync();
        return await db.Documents.Where(d => d.SourceId == job.SourceId).Select(d => d.Url).OrderBy(u => u).ToArrayAsync();
    }

    /// <summary>URLs whose body came, in order.</summary>
    public string[] FetchedWhole() => [.. web.Requests.Where(r => r.Whole).Select(r => r.Url).Order(StringComparer.Ordinal)];

    /// <summary>The counts of an ended job are those of its rows.</summary>
    public async Task AddsUpAsync(Job job)
    {
        var pages = await PagesAsync(job);
        Assert.Equal(pages.Count, job.Total);
        Assert.Equal((0, 0, 0, 0), (job.Pending, job.Processing, job.SitemapsOpen, job.EmbedPending));
        Assert.Equal(
            (pages.Count(p => p.Status == PageStatus.Completed), pages.Count(p => p.Status == PageStatus.Failed), pages.Count(p => p.Status == PageStatus.Skipped)),
            (job.Completed, job.Failed, job.Skipped));
        Assert.All(pages, p => Assert.True(p.Status >= PageStatus.Completed));
        Assert.All(pages.Where(p => p.Status == PageStatus.Skipped), p => Assert.NotNull(p.Reason));
        Assert.Equal(pages.Count(p => p is { Status: PageStatus.Completed, Unchanged: true }), job.Unchanged);
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}

using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Leases;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Crawling;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Dispatch;

public sealed class LeasedPagesTests
{
    public enum Links
    {
        OfThisScope,
        OfAnotherScope,
        NotAskedFor,
    }

    [Theory]
    [InlineData(Links.OfThisScope, 10, ScopeKind.Host, false, true)]
    [InlineData(Links.OfAnotherScope, 10, ScopeKind.Host, false, false)]
    [InlineData(Links.NotAskedFor, 10, ScopeKind.Host, false, false)]
    [InlineData(Links.NotAskedFor, 0, ScopeKind.Host, false, true)]
    [InlineData(Links.OfAnotherScope, 10, ScopeKind.List, false, true)]
    [InlineData(Links.OfThisScope, 10, ScopeKind.Host, true, false)]
    public async Task A_page_is_asked_for_on_condition_where_the_last_answer_is_enough(Links links, int maxDepth, ScopeKind scope, bool fetchWhole, bool conditional)
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        var job = await host.SubmitAsync("http://a.test/", with: o => o with { MaxDepth = maxDepth, Scope = scope });
        await host.ExecuteAsync($"update pages set fetch_whole = {fetchWhole} where job_id = {job.Id}");
        Guid? scopeOfLinks = links == Links.NotAskedFor ? null : links == Links.OfThisScope ? LinksScope.Of(job, CrawlOptionsOf.Read(job)) : Guid.NewGuid();
        await using (var db = await host.ContextAsync())
        {
            db.Add(new CachedAnswer { SourceId = job.SourceId!.Value, UrlKey = UrlKey.Of("http://a.test/"), ETag = "\"1\"", LastModified = "then", Links = "", LinksScope = scopeOfLinks });
            await db.SaveChangesAsync();
        }

        var page = Assert.Single((await FirstBatchAsync(host)).Pages);

        Assert.Equal(conditional ? ("\"1\"", "then") : (null, null), (page.ETag, page.LastModified));
    }

    [Fact]
    public async Task A_sitemap_is_leased_like_a_page_and_counted_as_none()
    {
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Crawl = _ => [] });
        var job = await host.SubmitAsync("http://a.test/");
        await AddSitemapAsync(host, job);

        var batch = await FirstBatchAsync(host);

        Assert.Equal([(PageKind.Page, "http://a.test/"), (PageKind.Sitemap, "http://a.test/sitemap.xml")], batch.Pages.Select(p => (p.Kind, p.Url)));
        job = await host.JobAsync(job.Id);
        Assert.Equal((1, 0, 1, 1), (job.Total, job.Pending, job.Processing, job.SitemapsOpen));

        // Given back and failed, it is in no count either.
        await host.Get<LeaseReturn>().ReturnAsync([batch.BatchId], LeaseReturnKind.Faulted, default);
        job = await host.JobAsync(job.Id);
        Assert.Equal((0, 0, 1, 0), (job.Pending, job.Processing, job.Failed, job.SitemapsOpen));
    }

    [Fact]
    public async Task A_sitemap_that_was_not_fetched_is_pending_again_and_counted_as_none()
    {
        var handedOut = 0;
        var workers = new SimulatedWorkers { Crawl = batch => Interlocked.Increment(ref handedOut) == 1 ? [SimulatedWorkers.Completed(batch, [.. batch.Pages.Select(p => p.PageId)])] : [] };
        await using var host = await EngineHost.StartAsync(workers);
        var job = await host.SubmitAsync("http://a.test/");
        await AddSitemapAsync(host, job);
        await host.AwakenAsync();
        await Eventually.TrueAsync(() => workers.Batches.Count == 2, EngineHost.Deadline);

        job = await host.JobAsync(job.Id);
        Assert.Equal((1, 0, 1, 1), (job.Total, job.Pending, job.Processing, job.SitemapsOpen));
    }

    [Fact]
    public async Task Where_a_root_has_moved_to_belongs_to_the_scope()
    {
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Crawl = _ => [] });
        var job = await host.SubmitAsync("http://a.test/");
        await host.ExecuteAsync($"update jobs set moved_to = array['http://www.a.test/'] where id = {job.Id}");

        Assert.Equal(["http://a.test/", "http://www.a.test/"], (await FirstBatchAsync(host)).Scope.Roots);
    }

    private static Task AddSitemapAsync(EngineHost host, Job job) => host.ExecuteAsync(
        $"""
        with s as (insert into pages (job_id, url, url_key, host, depth, kind, status, attempts, unchanged)
          values ({job.Id}, 'http://a.test/sitemap.xml', {Guid.NewGuid()}, 'a.test', 0, 1, 0, 0, false))
        update jobs set sitemaps_open = 1 where id = {job.Id}
        """);

    private static async Task<CrawlBatch> FirstBatchAsync(EngineHost host)
    {
        await host.AwakenAsync();
        await Eventually.TrueAsync(() => !host.Workers.Batches.IsEmpty, EngineHost.Deadline);
        return host.Workers.Batches.First();
    }
}

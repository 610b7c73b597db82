using System.Diagnostics;
using Trawl.Contracts.Crawling;
using Trawl.Crawl.Site;
using Trawl.Measurement;
using Trawl.TestSupport;

namespace Trawl.Crawl.Alone;

/// <summary>The Crawler's process and nothing else of Trawl, fed over a broker of its own.</summary>
internal sealed class CrawlerAlone : IAsyncDisposable
{
    // As the dispatcher has it: two batches a host, no more than a hundred pages each.
    private const int BatchesAtOnce = 2;
    private const int BatchPages = 100;

    private readonly RabbitMqServer _broker;
    private readonly ServiceProcess _crawler;
    private readonly BatchFeed _feed;
    private double _spent;

    private CrawlerAlone(RabbitMqServer broker, ServiceProcess crawler, BatchFeed feed) => (_broker, _crawler, _feed) = (broker, crawler, feed);

    public static async Task<CrawlerAlone> StartAsync()
    {
        var broker = await RabbitMqServer.StartAsync();
        var crawler = new ServiceProcess("Crawler", new Dictionary<string, string>
        {
            ["ConnectionStrings__Broker"] = broker.ConnectionString,
            ["Crawler__AllowPrivateNetworks"] = "true",
            ["Auth__Mode"] = "development",
        });
        var feed = await BatchFeed.ConnectAsync(broker.ConnectionString);
        await crawler.StartAsync();
        return new CrawlerAlone(broker, crawler, feed);
    }

    /// <summary>All pages of the site. The first time, what the process spent since its start is counted with it.</summary>
    public async Task<Figures> CrawlAsync(MeasuredSite site, int concurrency)
    {
        var first = site.Fresh();
        var started = Stopwatch.GetTimestamp();
        var pages = await _feed.RunAsync(Batches(first, site.Pages, concurrency), BatchesAtOnce);
        var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var before = _spent;
        _spent = CpuTime.OfTree(_crawler.Id);
        return new Figures(pages, wall, _spent - before, CpuTime.PeakMiB(_crawler.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await _crawler.DisposeAsync();
        await _feed.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private static IEnumerable<CrawlBatch> Batches(Uri first, int pages, int concurrency)
    {
        var job = Guid.CreateVersion7();
        var scope = new CrawlScope { Kind = ScopeKind.Host, Roots = [first.AbsoluteUri], Include = [], Exclude = [], MaxDepth = 100 };
        foreach (var numbers in Enumerable.Range(0, pages).Chunk(BatchPages))
            yield return new CrawlBatch
            {
                BatchId = Guid.CreateVersion7(),
                JobId = job,
                UserId = "bench",
                Host = first.Authority,
                Pages = [.. numbers.Select(n => new PageToCrawl { PageId = n, Url = new Uri(first, $"/pages/{n}.html").AbsoluteUri, Depth = 1 })],
                Scope = scope,
                Concurrency = concurrency / BatchesAtOnce,
                DelayMs = 0,
                RespectRobots = true,
            };
    }
}

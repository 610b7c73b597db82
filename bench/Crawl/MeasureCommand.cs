using Trawl.Crawl.Alone;
using Trawl.Crawl.Peers;
using Trawl.Crawl.Site;
using Trawl.Crawl.Whole;
using Trawl.Measurement;

namespace Trawl.Crawl;

/// <summary>All of it, or the parts that are named: each with a site and processes of its own.</summary>
internal sealed class MeasureCommand(Arguments arguments)
{
    private static readonly string[] Parts = ["scrapy", "loop", "crawler", "memory", "allinone", "cluster"];
    private static readonly string[] Runs = ["cold", "warm", "warm again"];

    private readonly int _pages = arguments.Count("pages", 3000);
    private readonly int _bytes = arguments.Count("bytes", 34_000);
    private readonly int _concurrency = arguments.Count("concurrency", 16);
    private readonly Report _report = new();

    public async Task<int> RunAsync()
    {
        arguments.Only("pages", "bytes", "concurrency");
        if (arguments.Words.FirstOrDefault(word => !Parts.Contains(word)) is { } unknown)
            throw new ArgumentException($"'{unknown}' is no part: {string.Join(", ", Parts)}.");
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}");
        Console.WriteLine($"{_pages} pages of {_bytes} bytes, 46 links each, gzip, concurrency {_concurrency}\n");
        Report.Head("Crawling alone");
        if (Wants("scrapy"))
            await ScrapyAsync();
        if (Wants("loop"))
            await LoopAsync();
        if (Wants("crawler"))
            await CrawlerAsync();
        if (Wants("memory"))
            await MemoryAsync();
        Console.WriteLine();
        if (Wants("allinone"))
            await WholeAsync("AllInOne", await MeasuredAllInOne.StartAsync());
        if (Wants("cluster"))
            await WholeAsync("four processes", await MeasuredCluster.StartAsync(["Api", "Crawler", "Embedder", "Notifier"], ("Crawler__AllowPrivateNetworks", "true")));
        _report.Claims();
        return 0;
    }

    private bool Wants(string part) => arguments.Words.Count == 0 || arguments.Words.Contains(part);

    private async Task ScrapyAsync()
    {
        if (Scrapy.Missing is { } reason)
        {
            Console.WriteLine($"| Scrapy | not measured: {reason} | | | | |");
            return;
        }

        await using var site = await MeasuredSite.StartAsync(_pages, _bytes, ports: 1);
        _report.Row("Scrapy", "fresh", await Scrapy.RunAsync(site.Fresh(), _concurrency));
    }

    private async Task LoopAsync()
    {
        await using var site = await MeasuredSite.StartAsync(_pages, _bytes, Runs.Length);
        await using var loop = new BareLoop(_concurrency);
        foreach (var run in Runs)
            _report.Row("bare loop", run, await loop.CrawlAsync(site));
    }

    private async Task CrawlerAsync()
    {
        await using var site = await MeasuredSite.StartAsync(_pages, _bytes, Runs.Length);
        await using var crawler = await CrawlerAlone.StartAsync();
        foreach (var run in Runs)
            _report.Row("Crawler", run, await crawler.CrawlAsync(site, _concurrency));
    }

    private async Task MemoryAsync()
    {
        await using var site = await MeasuredSite.StartAsync(_pages * 10, _bytes / 10, ports: 1);
        await using var crawler = await CrawlerAlone.StartAsync();
        _report.Row("Crawler", $"{_pages * 10} small pages", await crawler.CrawlAsync(site, _concurrency));
    }

    private async Task WholeAsync(string name, IMeasured deployment)
    {
        await using var _ = deployment;
        await using var site = await MeasuredSite.StartAsync(_pages, _bytes, Runs.Length);
        _report.Add(name, await WholePipeline.MeasureAsync(name, deployment, site, _concurrency));
    }
}

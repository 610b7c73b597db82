using System.Net;
using System.Threading.Channels;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Trawl.Measurement;

namespace Trawl.Crawl.Peers;

/// <summary>
/// <c>peer-loop --concurrency 16</c>: the least that a crawler in .NET can do: HttpClient, AngleSharp, the text, the links, a set of what was
/// seen. Crawls from each URL that it reads from standard input.
/// </summary>
internal static class LoopCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, MaxConnectionsPerServer = arguments.Count("concurrency", 16) });
        while (await Console.In.ReadLineAsync() is { } line)
            Console.WriteLine($"done {await CrawlAsync(http, new Uri(line), arguments.Count("concurrency", 16))}");
        return 0;
    }

    private static async Task<int> CrawlAsync(HttpClient http, Uri first, int concurrency)
    {
        var frontier = Channel.CreateUnbounded<Uri>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { first.AbsoluteUri };
        var (open, pages) = (1, 0);
        await frontier.Writer.WriteAsync(first);
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            var parser = new HtmlParser();
            await foreach (var page in frontier.Reader.ReadAllAsync())
            {
                var (text, links) = Read(parser, page, await http.GetStringAsync(page));
                if (text.Length > 0)
                    Interlocked.Increment(ref pages);
                lock (seen)
                    foreach (var link in links)
                        if (link.Host == first.Host && link.Port == first.Port && seen.Add(link.GetLeftPart(UriPartial.Query)))
                        {
                            open++;
                            frontier.Writer.TryWrite(link);
                        }

                lock (seen)
                    if (--open == 0)
                        frontier.Writer.Complete();
            }
        }));
        return pages;
    }

    private static (string Text, List<Uri> Links) Read(HtmlParser parser, Uri page, string html)
    {
        using var document = parser.ParseDocument(html);
        var links = new List<Uri>();
        foreach (var anchor in document.Links.OfType<IHtmlAnchorElement>())
            if (anchor.GetAttribute("href") is { } href && Uri.TryCreate(page, href, out var link))
                links.Add(link);
        return (document.Body?.TextContent ?? "", links);
    }
}

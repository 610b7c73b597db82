namespace Trawl.Api.Tests.Engine;

/// <summary>A made-up site: who links to whom.</summary>
internal sealed class TestGraph(string host, IReadOnlyDictionary<string, string[]> links)
{
    public string Host => host;
    public string Root => Url("/0");

    public IReadOnlyList<string> LinksOf(string url) => links.GetValueOrDefault(url, []);

    public bool Has(string url) => links.ContainsKey(url);

    /// <summary>Pages that can be reached from the root.</summary>
    public HashSet<string> Reachable()
    {
        var seen = new HashSet<string> { Root };
        var left = new Queue<string>(seen);
        while (left.TryDequeue(out var url))
            foreach (var link in LinksOf(url).Where(seen.Add))
                left.Enqueue(link);
        return seen;
    }

    public static TestGraph Random(Random random, int pages, int linksPerPage)
    {
        var host = $"{Guid.NewGuid():N}.test";
        var urls = Enumerable.Range(0, pages).Select(i => $"http://{host}/{i}").ToArray();
        // A chain of thirds keeps most of it reachable; the rest is chance, dead links included.
        return new TestGraph(host, urls.Select((url, i) => (url, Links: Enumerable.Range(0, linksPerPage)
            .Select(_ => urls[random.Next(pages)]).Append(urls[Math.Min(pages - 1, i + 1 + random.Next(3))]).Distinct().ToArray()))
            .ToDictionary(p => p.url, p => p.Links));
    }

    private string Url(string path) => $"http://{host}{path}";
}

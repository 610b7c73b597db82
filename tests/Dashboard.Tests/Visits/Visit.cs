using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Trawl.Dashboard.Tests.Servers;
using Trawl.TestSupport;
using Trawl.TestSupport.Live;

namespace Trawl.Dashboard.Tests.Visits;

/// <summary>What one test has of the world: a line to the server, browsers of users who know nothing of each other, sites to crawl.</summary>
internal sealed class Visit(DashboardServer server, string name) : IAsyncDisposable
{
    private readonly List<IBrowserContext> _browsers = [];
    private readonly List<TestSite> _sites = [];
    private readonly List<Gate> _gates = [];
    private readonly HashSet<string> _users = [];
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly List<string> _expected = [];
    private readonly string _suffix = Guid.NewGuid().ToString("N")[..6];

    /// <summary>Between the browsers and the server.</summary>
    public CutLine Line { get; } = new(server.Address);

    /// <summary>Where failed tests leave what can be looked at.</summary>
    public static string Output { get; } = Path.Combine(AppContext.BaseDirectory, "TestOutput");

    /// <summary>A name of this test's own: no other test's user has it.</summary>
    public string User(string name)
    {
        _users.Add($"{name}-{_suffix}");
        return $"{name}-{_suffix}";
    }

    /// <summary>REST as a program has it, past the line.</summary>
    public Rest Rest(string user) => new(server.Address, User(user));

    /// <summary>What a page may say to its console for all that: parts of the message.</summary>
    public void Expect(params string[] messages) => _expected.AddRange(messages);

    /// <summary>Requests may fail in this test.</summary>
    public void ExpectNetworkErrors() => Expect("net::ERR", "WebSocket connection to", "Failed to load resource", "Failed to fetch");

    /// <summary>A page in a browser of its own, as the user who used it before.</summary>
    public async Task<IPage> OpenAsync(string user, string path = "/", BrowserNewContextOptions? options = null, string host = "127.0.0.1")
    {
        var browser = await SystemBrowser.SharedAsync();
        options ??= new();
        options.BaseURL = $"http://{host}:{Line.Address.Port}";
        options.StorageState ??= JsonSerializer.Serialize(new
        {
            cookies = Array.Empty<object>(),
            origins = new[] { new { origin = options.BaseURL, localStorage = new[] { new { name = "userId", value = User(user) } } } },
        });
        options.ViewportSize ??= new() { Width = 1280, Height = 900 };
        var context = await browser.NewContextAsync(options);
        _browsers.Add(context);
        context.Console += (_, message) => Hear(message.Type == "error", $"{message.Text} {message.Location}");
        context.WebError += (_, error) => Hear(true, error.Error);
        await context.Tracing.StartAsync(new() { Snapshots = true, Screenshots = false });
        return await TabAsync(context, path);
    }

    /// <summary>Another page of the same browser.</summary>
    public static async Task<IPage> TabAsync(IBrowserContext browser, string path = "/")
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>A site to crawl: a front page that links to so many others.</summary>
    public async Task<TestSite> SiteAsync(int pages)
    {
        var site = await TestSite.StartAsync("127.0.0.2");
        _sites.Add(site);
        site.Page("/", "The front page", string.Concat(Enumerable.Range(1, pages).Select(n => $"<p><a href=\"/page-{n}\">Page {n}</a></p>")));
        for (var n = 1; n <= pages; n++)
            site.Page($"/page-{n}", $"Page {n}", $"<h1>Page {n}</h1><p>All that is to be said of number {n}, which a lighthouse keeper wrote.</p>");
        return site;
    }

    /// <summary>Holds these pages of a site back.</summary>
    public Gate Gate(TestSite site, IEnumerable<int> pages)
    {
        _gates.Add(new Gate(site, pages));
        return _gates[^1];
    }

    /// <summary>A job whose work is the test's.</summary>
    public async Task<ToldJob> ToldJobAsync(string user, int total = 100) =>
        new(await CustomJob.SubmitAsync(server.Address, User(user), total), Rest(user));

    /// <summary>Which job a page shows.</summary>
    public static string JobOf(IPage page) => new Uri(page.Url).AbsolutePath["/jobs/".Length..];

    /// <summary>Waits until so many WebSockets are open at the server.</summary>
    public async Task HasSocketsAsync(int count)
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync(new Uri(server.Address, "/metrics"))).Split('\n')
                .Where(line => line.StartsWith("trawl_notifier_connections{", StringComparison.Ordinal) && line.Contains("websocket", StringComparison.OrdinalIgnoreCase))
                .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)) == count,
            TimeSpan.FromSeconds(30));
    }

    /// <summary>No page threw, and none complained.</summary>
    public void AssertNoErrors() => Assert.DoesNotContain(_errors, error => !_expected.Exists(error.Contains));

    /// <summary>Keeps each page's picture and each browser's trace (<c>playwright show-trace</c>).</summary>
    public async Task KeepEvidenceAsync()
    {
        foreach (var (browser, number) in _browsers.Select((browser, index) => (browser, index + 1)))
        {
            foreach (var (page, tab) in browser.Pages.Select((page, index) => (page, index + 1)))
                await page.ScreenshotAsync(new() { Path = Path.Combine(Output, $"{name}-{number}-{tab}.png") });
            await browser.Tracing.StopAsync(new() { Path = Path.Combine(Output, $"{name}-{number}.zip") });
        }

        await File.WriteAllTextAsync(Path.Combine(Output, $"{name}.txt"), $"{string.Join('\n', _errors)}\n{server.Process.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates)
            gate.Open();
        // A crawl of a site that is gone would hold up the next test's.
        foreach (var user in server.BelievesNames ? _users : [])
        {
            using var rest = new Rest(server.Address, user);
            await rest.CancelAllAsync();
        }

        foreach (var browser in _browsers)
            await browser.CloseAsync();
        foreach (var site in _sites)
            await site.DisposeAsync();
        await Line.DisposeAsync();
    }

    private void Hear(bool isError, string message)
    {
        if (isError)
            _errors.Enqueue(message);
    }
}

using Trawl.ServiceDefaults.Callers.ApiKeys;
using Trawl.TestSupport;

namespace Trawl.AllInOne.Tests.Terminal;

public sealed class CommandTests
{
    [Fact]
    [Trait("Seed", "S4.27")]
    public async Task Crawl_and_search_do_it_all_in_their_own_process()
    {
        await using var site = await SiteAsync();
        await using var trawl = new AllInOneProcess();

        trawl.Process.Launch("crawl", new Uri(site.Address, "/").AbsoluteUri, "--title", "Fish", "--allow-private");
        Assert.True(await trawl.Process.EndedAsync() == 0, trawl.Process.Output);
        Assert.Matches(@"documents +│ +2 ", trawl.Process.Output);

        trawl.Process.Launch("search", "herring", "--limit", "1");
        Assert.True(await trawl.Process.EndedAsync() == 0, trawl.Process.Output);
        await Eventually.TrueAsync(() => trawl.Process.Output.Contains("1. About nets", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Beside_a_running_one_they_talk_to_it()
    {
        await using var site = await SiteAsync();
        await using var trawl = new AllInOneProcess();
        await trawl.Process.StartAsync();
        await using var terminal = new ServiceProcess("AllInOne", new Dictionary<string, string> { ["Trawl__DataDirectory"] = trawl.DataDirectory });

        terminal.Launch("crawl", new Uri(site.Address, "/").AbsoluteUri);

        Assert.True(await terminal.EndedAsync() == 0, terminal.Output);
        using var http = new HttpClient();
        Assert.Contains("\"completed\"", await http.GetStringAsync(new Uri(trawl.Process.Address, "/api/jobs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_cancels_the_job_and_waits_until_it_is_cancelled()
    {
        await using var site = await SiteAsync();
        site.Latency = TimeSpan.FromMilliseconds(200);
        site.Page("/", "Fish", string.Concat(Enumerable.Range(0, 300).Select(page => $"<a href=\"/{page}\">Fish {page}</a>")));
        for (var page = 0; page < 300; page++)
            site.Page($"/{page}", $"Fish {page}", $"<p>Fish number {page}.</p>");
        await using var trawl = new AllInOneProcess();

        trawl.Process.Launch("crawl", new Uri(site.Address, "/").AbsoluteUri);
        await Eventually.TrueAsync(() => site.Requests.Count > 5, TimeSpan.FromMinutes(2));
        await trawl.Process.StopAsync();

        Assert.Equal(1, trawl.Process.ExitCode);
        await Eventually.TrueAsync(() => trawl.Process.Output.Contains("│ cancelled │", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Where_callers_prove_who_they_are_so_does_the_terminal()
    {
        await using var site = await SiteAsync();
        var key = ApiKey.Create();
        var settings = new Dictionary<string, string>
        {
            ["Auth__Mode"] = "apiKey", ["Auth__ApiKeys__0__UserId"] = "alice", ["Auth__ApiKeys__0__Hash"] = ApiKey.HashOf(key),
        };
        await using var stranger = new AllInOneProcess(settings);
        stranger.Process.Launch("crawl", new Uri(site.Address, "/").AbsoluteUri);
        Assert.Equal(1, await stranger.Process.EndedAsync());
        await Eventually.TrueAsync(() => stranger.Process.Output.Contains("set TRAWL_TOKEN", StringComparison.Ordinal), TimeSpan.FromSeconds(5));

        await using var alice = new AllInOneProcess(new Dictionary<string, string>(settings) { ["TRAWL_API_KEY"] = key });
        alice.Process.Launch("crawl", new Uri(site.Address, "/").AbsoluteUri);
        Assert.True(await alice.Process.EndedAsync() == 0, alice.Process.Output);
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:secret@example.com/")]
    public async Task A_bad_URL_is_a_sentence_and_a_failure(string url)
    {
        await using var trawl = new AllInOneProcess();
        trawl.Process.Launch("crawl", url);
        Assert.Equal(1, await trawl.Process.EndedAsync());
        await Eventually.TrueAsync(() => trawl.Process.Output.Contains("trawl: ", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("   at ", trawl.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_refused_and_not_served()
    {
        await using var trawl = new AllInOneProcess();
        trawl.Process.Launch("crwl", "https://example.com/");
        Assert.Equal(1, await trawl.Process.EndedAsync());
        Assert.False(Directory.Exists(trawl.DataDirectory));
    }

    private static async Task<TestSite> SiteAsync()
    {
        var site = await TestSite.StartAsync();
        site.Page("/", "All about fish", "<h1>All about fish</h1><p>Salmon and trout live here.</p><a href=\"/nets\">Nets</a>");
        site.Page("/nets", "About nets", "<h1>About nets</h1><p>A herring is caught with a drift net.</p>");
        return site;
    }
}

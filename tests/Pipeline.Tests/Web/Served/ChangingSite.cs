using System.Globalization;

namespace Trawl.Pipeline.Tests.Web.Served;

/// <summary>A site that changes between two looks at it.</summary>
public sealed class ChangingSite(WebHost host) : IAsyncDisposable
{
    /// <summary>Pages of its first state.</summary>
    public const int Pages = 14;

    private const int Still = 5;

    public WebHost Host { get; } = host;

    public static async Task<ChangingSite> StartAsync()
    {
        var site = new ChangingSite(await WebHost.StartAsync());
        site.Host.Page("/", WebHost.Links([.. Always, "/forgotten"]));
        foreach (var target in (string[])[.. Always, "/forgotten"])
            site.Host.Page(target);
        return site;
    }

    public object Crawl() => new { type = "crawl", url = Host.Address.AbsoluteUri };

    /// <summary>Something of everything: text changed, gone in each way there is, failing for a while, no longer linked, new.</summary>
    public void Change()
    {
        Host.Page("/", WebHost.Links([.. Always, "/new"]));
        Host.Page("/changes", "<p>It says something else now.</p>");
        Host.Remove("/missing");
        Host.Status("/gone", 410);
        Host.Page("/unlisted", head: "<meta name=\"robots\" content=\"noindex\">");
        Host.Redirect("/moves", "/new");
        Host.Page("/same-as", head: "<link rel=\"canonical\" href=\"/new\">");
        Host.Page("/new");
        Fail();
    }

    /// <summary>What was only a passing trouble passes.</summary>
    public void Heal()
    {
        Host.Page("/fails");
        Host.Page("/breaks");
    }

    public string Url(string target) => new Uri(Host.Address, target).AbsoluteUri;

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private void Fail()
    {
        Host.Status("/fails", 500);
        Host.Answer("/breaks", (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
    }

    private static string[] Always =>
    [
        "/changes", "/missing", "/gone", "/unlisted", "/moves", "/same-as", "/fails", "/breaks",
        .. Enumerable.Range(1, Still - 1).Select(page => "/still" + page.ToString(CultureInfo.InvariantCulture)),
    ];
}

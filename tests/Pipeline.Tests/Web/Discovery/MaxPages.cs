using System.Globalization;
using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>More pages than were asked for: exactly so many are stored, no more are fetched, and the rest says why not.</summary>
public sealed class MaxPages : Theme
{
    private const int Most = 10;

    public override bool IsStill => false;

    public override void Ask(Dictionary<string, object> crawl) => crawl["maxPages"] = Most;

    public override bool IsEndless(Uri url) => url.AbsolutePath.StartsWith("/p/", StringComparison.Ordinal);

    protected override void Build()
    {
        Main.Page("/", Links([.. Enumerable.Range(1, 60).Select(Target)])).Stored();
        for (var page = 1; page <= 60; page++)
            Main.Page(Target(page));
    }

    public override void Judge(Finding finding)
    {
        var requests = finding.Requests.Where(request => request.Target.StartsWith("/p/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Most, finding.Documents.Count);
        Assert.Equal(Most - 1, requests.Length);
        var rest = finding.Pages.Where(page => page.Status != "completed").ToArray();
        Assert.Equal(60 - (Most - 1), rest.Length);
        Assert.All(rest, page => Assert.Equal(("skipped", "max_pages"), (page.Status, page.Reason)));
    }

    private static string Target(int page) => "/p/" + page.ToString(CultureInfo.InvariantCulture);
}

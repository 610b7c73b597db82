using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>
/// Sites that never end: a calendar with a next month for ever, a list with a next page for ever, a query that grows with each click,
/// folders within themselves, a session number in each link. The crawl ends by itself, has the pages beside the traps, and says where it stopped.
/// </summary>
public sealed partial class Traps : Theme
{
    private static readonly (string Prefix, int Least, int Most)[] Bounds =
    [
        ("/calendar/", 50, 120), ("/list?page=", 100, 160), ("/grow?", 1, 6), ("/nest/", 1, 4), ("/cycle/", 1, 8),
    ];

    // What changes with each request cannot be asked for conditionally.
    public override bool IsStill => false;

    public override void Ask(Dictionary<string, object> crawl)
    {
        crawl["maxDepth"] = 100;
        crawl["maxPages"] = 300;
    }

    public override bool IsEndless(Uri url) => Array.Exists(Bounds, bound => url.PathAndQuery.StartsWith(bound.Prefix, StringComparison.Ordinal));

    protected override void Build()
    {
        Main.Page("/", Links("/calendar/2026/11", "/list?page=1", "/grow?a=1", "/nest/", "/cycle/a/", "/shop?sid=a1", "/beside")).Stored();
        Main.Page("/beside", Links("/behind")).Stored();
        Main.Page("/behind").Stored();
        // A fresh session in each link, and one page for all of them.
        Main.Answer("/shop", (context, attempt) => WriteAsync(context, "Shop", $"/shop?sid=b{attempt}", $"/shop;jsessionid={attempt}", $"/shop?PHPSESSID={attempt}")).Stored();
        Main.Endless = target => Next(target) is { } links ? (context, _) => WriteAsync(context, target, links) : null;
    }

    public override void Judge(Finding finding)
    {
        foreach (var (prefix, least, most) in Bounds)
        {
            var requests = finding.Requests.Count(request => request.Target.StartsWith(prefix, StringComparison.Ordinal));
            Assert.True(requests >= least && requests <= most, $"{prefix}: {requests} requests, not from {least} to {most}.");
            Assert.True(
                finding.Pages.Any(page => page.Reason == "trap" && page.Url.PathAndQuery.StartsWith(prefix, StringComparison.Ordinal)), $"{prefix}: no page says that it is a trap.");
        }

        Assert.InRange(finding.Pages.Count(page => page.Reason == "trap"), 1, 400);
        Assert.All(finding.Pages.Where(page => IsEndless(page.Url)), page => Assert.True(page is { Status: "completed" } or { Status: "skipped", Reason: "trap" }, page.ToString()));
    }

    private static string[]? Next(string target)
    {
        if (Month().Match(target) is { Success: true } month)
        {
            var day = new DateOnly(Number(month.Groups[1]), Number(month.Groups[2]), 1);
            return [Calendar(day.AddMonths(1)), Calendar(day.AddMonths(-1))];
        }

        if (List().Match(target) is { Success: true } page)
            return [ListPage(Number(page.Groups[1]) + 1), ListPage(Number(page.Groups[1]) + 2)];
        if (target.StartsWith("/grow?", StringComparison.Ordinal))
            return [$"{target}&{(char)('a' + target.Count(c => c == '=') % 26)}{target.Length.ToString(CultureInfo.InvariantCulture)}=1"];
        if (target.StartsWith("/nest/", StringComparison.Ordinal))
            return ["nest/"];
        if (target.StartsWith("/cycle/", StringComparison.Ordinal))
            return [target.EndsWith("a/", StringComparison.Ordinal) ? "b/" : "a/"];
        return null;
    }

    private static string Calendar(DateOnly day) => day.ToString("'/calendar/'yyyy'/'MM", CultureInfo.InvariantCulture);

    private static string ListPage(int number) => "/list?page=" + number.ToString(CultureInfo.InvariantCulture);

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static Task WriteAsync(HttpContext context, string title, params string[] links)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(new StringBuilder($"<title>{title}</title><h1>{title}</h1><p>Nothing happens here.</p>").Append(Links(links)).ToString());
    }

    [GeneratedRegex("^/calendar/([0-9]{4})/([0-9]{2})$")]
    private static partial Regex Month();

    [GeneratedRegex("^/list\\?page=([0-9]+)$")]
    private static partial Regex List();
}

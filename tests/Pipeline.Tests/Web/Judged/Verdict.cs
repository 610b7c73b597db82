using System.Text.Json;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Judged;

/// <summary>Compares what a crawl came to with the truth, to the last URL.</summary>
public static class Verdict
{
    /// <summary>The outcome of every page: no other, none missing, each with its reason and its status.</summary>
    public static void OnPages(Theme theme, Finding finding)
    {
        Assert.Equal(theme.Ends, finding.Job.GetProperty("status").GetString());
        var told = finding.Pages.Where(page => !theme.IsEndless(page.Url)).Select(page => page.Outcome);
        AssertSame(theme.Met.Select(resource => resource.Outcome), told);
        Assert.All(finding.Pages, page => Assert.Equal(page.Status == "completed", page.DocumentId is not null && page.Reason is null));
        Assert.All(finding.Pages.Where(page => page.Status != "completed"), page => Assert.False(string.IsNullOrWhiteSpace(page.Reason), page.ToString()));
    }

    /// <summary>What is stored, each once, with the text that it should have.</summary>
    public static void OnDocuments(Theme theme, Finding finding)
    {
        var stored = theme.Met.Where(resource => resource.Status == "completed").ToDictionary(resource => resource.Url.AbsoluteUri);
        var found = finding.Documents.Where(document => !theme.IsEndless(UrlOf(document))).ToArray();
        AssertSame(stored.Keys, found.Select(document => UrlOf(document).AbsoluteUri));
        foreach (var document in found)
        {
            var resource = stored[UrlOf(document).AbsoluteUri];
            var markdown = document.GetProperty("markdown").GetString()!;
            Assert.All(resource.Holding, text => Assert.True(markdown.Contains(text, StringComparison.Ordinal), $"{resource.Url} lacks '{text}':\n{markdown}"));
            Assert.All(resource.Lacking, text => Assert.False(markdown.Contains(text, StringComparison.Ordinal), $"{resource.Url} holds '{text}':\n{markdown}"));
            if (resource.Title is not null)
                Assert.Equal(resource.Title, document.GetProperty("title").GetString());
        }
    }

    /// <summary>What the hosts were asked: everything that must be, nothing that must not, nothing oftener than it should.</summary>
    public static void OnRequests(Theme theme, Finding finding)
    {
        var asked = finding.Requests.Where(request => !request.IsRobots && !theme.IsEndless(request.Url)).GroupBy(request => request.Url.AbsoluteUri).ToDictionary(group => group.Key, group => group.Count());
        var faults = new List<string>();
        foreach (var resource in theme.Hosts.SelectMany(host => host.Resources).Where(resource => resource.Url.AbsolutePath != WebHost.RobotsTxt && !theme.IsEndless(resource.Url)))
        {
            var times = asked.Remove(resource.Url.AbsoluteUri, out var count) ? count : 0;
            if (times < resource.Times.Least || times > resource.Times.Most)
                faults.Add($"{resource.Url} was asked for {times} times, not {resource.Times}.");
        }

        // Every site is asked for a sitemap once, whether it has one or not.
        faults.AddRange(asked.Where(other => !(other.Key.EndsWith("/sitemap.xml", StringComparison.Ordinal) && other.Value == 1)).Select(other => $"{other.Key} was asked for {other.Value} times; it is none of the crawl's business."));
        AssertSame([], faults);
        Assert.All(finding.Requests, request => Assert.DoesNotContain('#', request.Target));
    }

    /// <summary>The job's counts are those of its pages.</summary>
    public static void OnCounts(Finding finding)
    {
        Assert.Equal(finding.Pages.Count, finding.Count("total"));
        foreach (var status in (string[])["completed", "failed", "skipped"])
            Assert.Equal(finding.Pages.Count(page => page.Status == status), finding.Count(status));
        Assert.Equal(finding.Count("total"), finding.Count("completed") + finding.Count("failed") + finding.Count("skipped"));
        Assert.Equal(finding.Documents.Count, finding.Count("documents"));
        Assert.Equal(finding.Count("chunks"), finding.Count("embedded"));
        Assert.Equal(finding.Documents.Sum(document => document.GetProperty("chunks").GetInt32()), finding.Count("chunks"));
    }

    /// <summary>Whoever looked on saw every page that was asked for, with its status, its size and its time.</summary>
    public static void OnActivity(Finding finding)
    {
        var seen = finding.Activity
            .Where(IsOfAPage).Select(e => e.GetProperty("data")).ToLookup(data => data.GetProperty("item").GetString()!);
        foreach (var page in finding.Pages.Where(page => page.HttpStatus is not null))
        {
            var told = seen[page.Url.AbsoluteUri].ToArray();
            Assert.True(told.Length > 0, $"Nothing was said of {page.Url}.");
            Assert.Contains(told, data => data.GetProperty("status").ValueKind == JsonValueKind.Number && data.GetProperty("status").GetInt32() == page.HttpStatus);
            Assert.All(told, data => Assert.True(data.GetProperty("durationMs").GetInt32() >= 0));
            Assert.True(page.Status != "completed" || told[^1].GetProperty("ok").GetBoolean(), told[^1].ToString());
        }
    }

    /// <summary>A crawl of what has not changed: the same outcomes, no body that a 304 could have stood for, nothing embedded.</summary>
    public static void OnSecond(Theme theme, Finding first, Finding second)
    {
        Assert.Equal(theme.Ends, second.Job.GetProperty("status").GetString());
        AssertSame(first.Pages.Select(Short), second.Pages.Select(Short));
        AssertSame(first.Documents.Select(Identity), second.Documents.Select(Identity));
        var transferred = second.Requests.Where(request => request.Host.Find(request.Target) is { IsRemembered: true } && request.Status != 304);
        AssertSame([], transferred.Select(request => $"{request.Url} answered {request.Status}, asked {(request.Conditional ? "conditionally" : "for the whole")}"));
        Assert.Equal(second.Count("completed"), second.Count("unchanged"));
        Assert.All(second.Job.GetProperty("models").EnumerateArray(), model => Assert.Equal(0, model.GetProperty("durationMs").GetInt64()));
    }

    private static string Short(FoundPage page) => $"{page.Url} {page.Status} {page.Reason}";

    private static string Identity(JsonElement document) => $"{UrlOf(document)} {document.GetProperty("id")} {document.GetProperty("contentHash")}";

    private static Uri UrlOf(JsonElement document) => new(document.GetProperty("url").GetString()!);

    /// <summary>Whether this is a crawler's word on a page: embedders tell of their items too.</summary>
    public static bool IsOfAPage(JsonElement activity) =>
        activity.GetProperty("type").GetString() == "worker_item_completed" && activity.GetProperty("data").TryGetProperty("bytes", out _);

    // A failure names the lines that differ, all of them, and no others.
    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (wanted, found) = (expected.Order(StringComparer.Ordinal).ToList(), actual.Order(StringComparer.Ordinal).ToList());
        var superfluous = found.Where(line => !wanted.Remove(line)).ToArray();
        if (wanted.Count + superfluous.Length > 0)
            Assert.Fail($"Missing:\n  {string.Join("\n  ", wanted)}\nNot expected:\n  {string.Join("\n  ", superfluous)}");
    }
}

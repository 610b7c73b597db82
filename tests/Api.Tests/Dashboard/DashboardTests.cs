using System.Net;
using System.Text.RegularExpressions;
using Trawl.Api.Tests.Http;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Dashboard;

/// <summary>The dashboard as it was built with this Api.</summary>
[Collection(RestCollection.Name)]
public sealed partial class DashboardTests(RestHost host)
{
    private readonly RestClient _client = host.NewUser();

    [Fact]
    public async Task Every_path_that_the_dashboard_tells_apart_is_answered_with_its_page()
    {
        var app = await File.ReadAllTextAsync(Path.Combine(BuiltService.Repository, "clients", "dashboard", "src", "app", "App.tsx"));
        var paths = RoutePaths().Matches(app).Select(match => Parameter().Replace(match.Groups[1].Value, "1")).ToArray();
        Assert.True(paths.Length > 7, "The paths are not written where they were.");
        var page = await _client.GetAsync("/");
        Assert.Contains("<div id=\"root\">", page.Text, StringComparison.Ordinal);
        foreach (var path in paths)
        {
            var answer = await _client.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "text/html", page.Text), (answer.Status, answer.ContentHeaders.ContentType?.MediaType, answer.Text));
            Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    public async Task What_the_page_loads_comes_from_here_is_kept_for_ever_and_runs_no_script_but_ours()
    {
        var page = await _client.GetAsync("/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]*src=)|<style| style=| on[a-z]+=", page.Text);
        var assets = Loaded().Matches(page.Text).Select(match => match.Groups[1].Value).Where(path => path.StartsWith("/assets/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(assets);
        foreach (var path in assets)
        {
            var answer = await _client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task The_first_load_is_less_than_200_KB()
    {
        var brotli = ("Accept-Encoding", "br");
        var page = await _client.GetAsync("/");
        var sizes = new List<long?> { (await _client.GetAsync("/", brotli)).ContentHeaders.ContentLength };
        foreach (var path in Loaded().Matches(page.Text).Select(match => match.Groups[1].Value))
            sizes.Add((await _client.GetAsync(path, brotli)).ContentHeaders.ContentLength);
        Assert.True(sizes.Count > 3, "The page names nothing that it loads.");
        Assert.InRange(sizes.Sum()!.Value, 1, 200 * 1024);
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/none")]
    [InlineData("/api/none")]
    [InlineData("/search/none.js")]
    public async Task What_there_is_not_stays_a_problem(string path) =>
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (await _client.GetAsync(path) is var answer ? answer.Status : default, answer.Code));

    [GeneratedRegex("""<Route path="([^"]+)""")]
    private static partial Regex RoutePaths();

    [GeneratedRegex(":[a-zA-Z]+")]
    private static partial Regex Parameter();

    [GeneratedRegex("""(?:src|href)="([^"]+)""")]
    private static partial Regex Loaded();
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Api.Dashboard;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Landing;

[Collection(RestCollection.Name)]
public sealed partial class LandingTests(RestHost host)
{
    [Fact]
    public async Task The_documentation_runs_its_own_script_only()
    {
        var policy = AssertAlone(await host.NewUser().GetAsync("/docs"));
        Assert.Contains("script-src 'sha256-", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_dashboard_the_first_page_says_how_to_have_one()
    {
        await using var app = await RestHost.StartAsync(
            await MigratedDatabase.CreateAsync(), builder => builder.Services.AddSingleton(new DashboardBundle([])));
        using var http = new HttpClient { BaseAddress = RestHost.AddressOf(app) };
        var client = new RestClient(http, "");
        var page = await client.GetAsync("/");
        Assert.Contains("script-src 'none'", AssertAlone(page), StringComparison.Ordinal);
        Assert.Contains("dotnet build services/AllInOne", page.Text, StringComparison.Ordinal);
        Assert.Equal("not_found", (await client.GetAsync("/search")).Code);
    }

    private static string AssertAlone(Answer page)
    {
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentHeaders.ContentType?.MediaType));
        Assert.DoesNotMatch(Elsewhere(), page.Text);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'unsafe-inline'", policy, StringComparison.Ordinal);
        return policy;
    }

    [GeneratedRegex("""(src|href)="(https?:)?//""")]
    private static partial Regex Elsewhere();
}

using System.Net;
using System.Text.RegularExpressions;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Landing;

[Collection(RestCollection.Name)]
public sealed partial class LandingTests(RestHost host)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/docs")]
    public async Task A_page_loads_nothing_from_elsewhere_and_runs_its_own_script_only(string path)
    {
        var page = await host.NewUser().GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentHeaders.ContentType?.MediaType));
        Assert.DoesNotMatch(Elsewhere(), page.Text);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'unsafe-inline'", policy, StringComparison.Ordinal);
    }

    [GeneratedRegex("""(src|href)="(https?:)?//""")]
    private static partial Regex Elsewhere();
}

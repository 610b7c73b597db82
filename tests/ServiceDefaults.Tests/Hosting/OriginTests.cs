using Trawl.ServiceDefaults.Hosting;

namespace Trawl.ServiceDefaults.Tests.Hosting;

public sealed class OriginTests
{
    [Theory]
    [InlineData(null, "http://localhost:3000", true)]
    [InlineData(null, "http://evil.example", false)]
    [InlineData("https://a.example, https://b.example/", "https://b.example", true)]
    [InlineData("https://a.example", "http://localhost:3000", false)]
    [Trait("Seed", "S1.42")]
    [Trait("Seed", "S1.21")]
    [Trait("Seed", "S1.23")]
    public async Task Only_the_frontends_origins_may_call_with_credentials(string? frontend, string origin, bool allowed)
    {
        await using var host = await TestHost.StartAsync(args: frontend is null ? [] : [$"--FRONTEND_URL={frontend}"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Add("Origin", origin);

        var response = await host.Client.SendAsync(request);

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) && values.Single() == origin);
        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://a.example,*")]
    [InlineData("https://*.example")]
    [InlineData("a.example")]
    [InlineData("https://a.example/app")]
    [Trait("Seed", "S1.23")]
    public void A_wildcard_or_what_is_no_origin_is_refused(string frontend)
    {
        var exception = Assert.Throws<OptionsException>(() => TestHost.Build(args: [$"--FRONTEND_URL={frontend}"]));

        Assert.StartsWith("FRONTEND_URL contains", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], "api", "http://127.0.0.1:3002")]
    [InlineData(new string[0], "allinone", "http://127.0.0.1:3001")]
    [InlineData(new[] { "--BACKEND_PORT=4000" }, "api", "http://127.0.0.1:4000")]
    [InlineData(new[] { "--BACKEND_PORT=4000", "--urls=http://127.0.0.1:5000" }, "api", "http://127.0.0.1:5000")]
    [InlineData(new[] { "--http_ports=8080" }, "api", "http://*:8080")]
    [Trait("Seed", "S1.22")]
    [Trait("Seed", "D10")]
    public void It_listens_where_it_is_told_to_and_else_on_loopback(string[] args, string service, string expected)
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults(service, ServiceKind.Worker);

        Assert.Equal(expected, builder.Configuration["urls"]);
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Tests.Sites;
using Trawl.TestSupport;

namespace Trawl.Crawler.Tests.Fetching;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(HttpProtocols.Http2, "HTTP/2")]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    public async Task Over_TLS_the_best_that_both_speak_is_spoken(HttpProtocols offered, string spoken)
    {
        using var certificate = TestCertificate.For("localhost");
        await using var site = await SecureSiteAsync(certificate, offered);
        using var fetcher = Fetchers.Trusting(certificate);
        await GetAllAsync(fetcher, site.Url, together: false);
        Assert.Equal([spoken], site.Requests.Select(request => request.Protocol).Distinct());
        Assert.Single(site.Requests.Select(request => request.Connection).Distinct());
    }

    [Fact]
    public async Task Many_pages_at_once_share_one_connection_of_HTTP_2()
    {
        using var certificate = TestCertificate.For("localhost");
        await using var site = await SecureSiteAsync(certificate, HttpProtocols.Http1AndHttp2);
        using var fetcher = Fetchers.Trusting(certificate);
        await GetAllAsync(fetcher, site.Url, together: true);
        Assert.Single(site.Requests.Select(request => request.Connection).Distinct());
    }

    [Fact]
    public async Task Pages_one_after_the_other_share_one_connection()
    {
        await using var site = await Site.StartAsync(context => context.Response.WriteAsync("<p>hello"));
        using var fetcher = Fetchers.Create();
        await GetAllAsync(fetcher, site.Url, together: false);
        Assert.Equal(["HTTP/1.1"], site.Requests.Select(request => request.Protocol).Distinct());
        Assert.Single(site.Requests.Select(request => request.Connection).Distinct());
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(304)]
    [InlineData(500)]
    public async Task An_answer_that_is_no_page_does_not_cost_the_connection(int status)
    {
        await using var site = await Site.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            if (status != 304)
                await context.Response.WriteAsync("<p>sorry");
        });
        using var fetcher = Fetchers.Create();
        for (var i = 0; i < 5; i++)
            (await fetcher.GetAsync(site.Url) as FetchedPage)?.Dispose();
        // Or two: what was left of an answer is read away behind it, and the next request may come before that is done.
        Assert.InRange(site.Requests.Select(request => request.Connection).Distinct().Count(), 1, 2);
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("elsewhere.example", true)]
    public async Task A_certificate_that_cannot_be_trusted_is_refused_for_good(string name, bool trusted)
    {
        using var certificate = TestCertificate.For(name);
        await using var site = await SecureSiteAsync(certificate, HttpProtocols.Http1AndHttp2);
        using var fetcher = trusted ? Fetchers.Trusting(certificate) : Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((PageFailureReason.ConnectionFailed, false, "The server's certificate or TLS was refused."), (failure.Reason, failure.Retryable, failure.Message));
        Assert.Empty(site.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("", true)]
    public async Task No_TLS_where_it_should_be_is_final_and_a_handshake_cut_off_is_not(string answer, bool retryable)
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.SendAsync(answer);
            if (answer.Length == 0)
                connection.Reset();
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(server.Url.Replace("http:", "https:", StringComparison.Ordinal)));
        Assert.Equal((PageFailureReason.ConnectionFailed, retryable), (failure.Reason, failure.Retryable));
    }

    private static async Task GetAllAsync(PageFetcher fetcher, string url, bool together)
    {
        // The first opens the connection; the others find it.
        using var first = Assert.IsType<FetchedPage>(await fetcher.GetAsync(url));
        var others = new List<Task<FetchOutcome>>();
        for (var i = 0; i < 20; i++)
        {
            others.Add(fetcher.GetAsync($"{url}/{i}"));
            if (!together)
                await others[i];
        }

        foreach (var outcome in await Task.WhenAll(others))
            Assert.IsType<FetchedPage>(outcome).Dispose();
    }

    private static async Task<Site> SecureSiteAsync(X509Certificate2 certificate, HttpProtocols protocols)
    {
        var site = await Site.StartAsync(
            context => context.Response.WriteAsync("<p>hello"),
            builder => builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                listen.UseHttps(certificate);
            })));
        return site.At("localhost");
    }
}

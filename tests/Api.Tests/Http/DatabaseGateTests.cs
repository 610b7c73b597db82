using System.Net;
using Microsoft.AspNetCore.Builder;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Http;

public sealed class DatabaseGateTests
{
    [Fact]
    public async Task Before_the_schema_is_there_everything_stored_is_not_ready_and_the_rest_is_served()
    {
        // Nobody listens on port 1, so the migrations are never done.
        await using var app = await RestHost.StartUnreadyAsync("Host=127.0.0.1;Port=1;Database=trawl;Username=trawl;Timeout=1");
        await AssertNotReadyAsync(app);
        using var http = new HttpClient { BaseAddress = RestHost.AddressOf(app) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/openapi/v1.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task With_the_database_gone_everything_stored_is_not_ready()
    {
        WebApplication app;
        await using (var server = await PostgresServer.StartAsync())
        {
            app = await RestHost.StartAsync(await server.NewDatabaseAsync());
            using var http = new HttpClient { BaseAddress = RestHost.AddressOf(app) };
            var user = new RestClient(http, "alice");
            Assert.Equal(HttpStatusCode.Accepted, (await user.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Status);
        }

        await using (app)
            await AssertNotReadyAsync(app);
    }

    private static async Task AssertNotReadyAsync(WebApplication app)
    {
        using var http = new HttpClient { BaseAddress = RestHost.AddressOf(app) };
        var user = new RestClient(http, "alice");
        Answer[] answers =
        [
            await user.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}"""),
            await user.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""", ("Idempotency-Key", "one")),
            await user.PostAsync("/api/crawl", """{"url":"http://93.184.216.34/"}"""),
            await user.GetAsync("/api/jobs"),
            await user.GetAsync($"/api/jobs/{Guid.NewGuid()}"),
            await user.GetAsync($"/api/jobs/{Guid.NewGuid()}/events?wait=1"),
            await user.GetAsync("/api/events?channel=system"),
            await user.GetAsync("/api/sources"),
            await user.GetAsync($"/api/documents/{Guid.NewGuid()}"),
            await user.GetAsync("/api/search?q=words"),
            await user.GetAsync("/api/queue"),
            await user.GetAsync("/api/workers"),
            await user.GetAsync("/api/stats"),
        ];
        Assert.All(answers, answer =>
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "not_ready"), (answer.Status, answer.Code));
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        });
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Trawl.ServiceDefaults.Tests.Hosting;

public sealed class HeadRequestTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(app =>
    {
        app.MapGet("/api/things", () => "two things");
        app.MapPost("/api/orders", () => "ordered");
        app.MapGet("/events", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    [InlineData("/api/things")]
    public async Task What_can_be_read_can_be_asked_for_by_its_head(string path)
    {
        var whole = await _host.Client.GetAsync(path);
        var head = await SendAsync(HttpMethod.Head, path);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (whole.StatusCode, head.StatusCode));
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/api/orders", "POST")]
    [InlineData("/events", "GET")]
    public async Task Neither_what_changes_things_nor_an_endless_stream_has_a_head(string path, string allowed)
    {
        var head = await SendAsync(HttpMethod.Head, path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
        Assert.Equal([allowed], head.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/health/live")]
    public async Task Health_is_read_and_nothing_else(string path)
    {
        var answer = await SendAsync(HttpMethod.Post, path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await _host.Client.SendAsync(request);
    }
}

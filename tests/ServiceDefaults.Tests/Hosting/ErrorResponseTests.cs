using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Trawl.ServiceDefaults.Tests.Hosting;

public sealed class ErrorResponseTests : IAsyncLifetime
{
    private TestHost _host = null!;

    private sealed record Order(string Name, int Count);

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(app =>
    {
        app.MapPost("/orders", (Order order) => order);
        app.MapGet("/broken", string () => throw new InvalidOperationException("the password is swordfish"));
        app.MapGet("/refused", () => Results.StatusCode(StatusCodes.Status409Conflict));
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not_found")]
    [InlineData("GET", "/orders", 405, "method_not_allowed")]
    [InlineData("GET", "/refused", 409, "conflict")]
    [InlineData("GET", "/broken", 500, "internal_error")]
    public async Task Every_error_is_problem_json_with_a_code(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        await AssertProblemAsync(await _host.Client.SendAsync(request), status, code);
    }

    [Theory]
    [InlineData("{ \"name\": ", "application/json", 400, "malformed_request")]
    [InlineData("{ \"name\": 1, \"count\": 2 }", "application/json", 400, "malformed_request")]
    [InlineData("", "application/json", 400, "malformed_request")]
    [InlineData("name=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type")]
    public async Task A_body_that_cannot_be_read_is_the_clients_error(string body, string type, int status, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);

        await AssertProblemAsync(await _host.Client.PostAsync("/orders", content), status, code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_10_MB_is_answered_with_413_and_not_with_a_broken_connection(bool mapped)
    {
        using var content = new ByteArrayContent(new byte[10_000_000]);
        content.Headers.ContentType = new("application/json");

        await AssertProblemAsync(await _host.Client.PostAsync(mapped ? "/orders" : "/nowhere", content), 413, "body_too_large");
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_refused_too()
    {
        using var content = JsonContent.Create(new Order(new string('x', 1_100_000), 1));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        await AssertProblemAsync(await _host.Client.SendAsync(request), 413, "body_too_large");
    }

    [Fact]
    public async Task An_unforeseen_failure_tells_its_trace_and_none_of_its_details()
    {
        var text = await (await _host.Client.GetAsync("/broken")).Content.ReadAsStringAsync();

        Assert.DoesNotContain("swordfish", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", text, StringComparison.Ordinal);
        Assert.Contains("\"traceId\":", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_does_not_say_what_it_is()
    {
        var response = await _host.Client.GetAsync("/health/live");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Server"));
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string code)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
    }
}

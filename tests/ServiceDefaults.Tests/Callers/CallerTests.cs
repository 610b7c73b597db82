using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Hosting;

namespace Trawl.ServiceDefaults.Tests.Callers;

public sealed class CallerTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await TestHost.StartAsync(app => app.MapGet("/me", (Microsoft.AspNetCore.Http.HttpContext context) => context.GetCaller()));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(null, "/me", "anonymous")]
    [InlineData("alice", "/me", "alice")]
    [InlineData(null, "/me?userId=bob", "bob")]
    [InlineData("alice", "/me?userId=bob", "alice")]
    [InlineData(null, "/me?userId=%C3%A9ric%20b", "éric b")]
    [Trait("Seed", "S1.19")]
    public async Task In_development_the_caller_is_who_it_says(string? header, string path, string expected)
    {
        var caller = await (await SendAsync(path, header)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(expected, caller.GetProperty("userId").GetString());
        Assert.False(caller.GetProperty("isAdmin").GetBoolean());
    }

    [Theory]
    [InlineData("/me?userId=")]
    [InlineData("/me?userId=%20")]
    [InlineData("/me?userId=a%0Ab")]
    [InlineData("/me?userId=a&userId=b")]
    [InlineData("/me?userId=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task An_id_that_is_none_is_refused(string path)
    {
        var response = await SendAsync(path, null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_user_id", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Health_needs_no_caller()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/health/live?userId=", null)).StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://trawl.example:0")]
    [InlineData("http://127.0.0.1:0;http://192.0.2.1:0")]
    public void Believing_callers_beyond_loopback_has_to_be_asked_for(string urls)
    {
        Assert.StartsWith("Auth:Mode is missing", Refusal($"--urls={urls}"), StringComparison.Ordinal);
        Assert.Contains("Auth:AllowInsecure", Refusal($"--urls={urls}", "--Auth:Mode=development"), StringComparison.Ordinal);
        TestHost.Build(args: [$"--urls={urls}", "--Auth:Mode=development", "--Auth:AllowInsecure=true"]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.8.9.1:0")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://[::1]:0")]
    [InlineData("http://unix:/run/trawl.sock")]
    public void On_loopback_the_standalone_host_needs_no_mode(string urls) => TestHost.Build(args: [$"--urls={urls}"]);

    [Fact]
    public void An_endpoint_configured_for_the_server_counts_as_well() =>
        Assert.StartsWith("Auth:Mode is missing", Refusal("--Kestrel:Endpoints:Web:Url=http://*:8080"), StringComparison.Ordinal);

    [Fact]
    public void A_frontend_service_must_be_told_the_mode_and_a_worker_need_not()
    {
        Assert.StartsWith("Auth:Mode is missing", Assert.Throws<OptionsException>(() => TestHost.Build(kind: ServiceKind.Frontend)).Message, StringComparison.Ordinal);
        TestHost.Build(kind: ServiceKind.Worker, args: ["--urls=http://0.0.0.0:0"]);
    }

    [Theory]
    [InlineData("jwt", "does not have yet")]
    [InlineData("apiKey", "does not have yet")]
    [InlineData("none", "is no mode")]
    public void A_mode_that_does_not_exist_is_said_plainly(string mode, string expected)
    {
        var exception = Assert.ThrowsAny<Exception>(() => TestHost.Build(args: [$"--Auth:Mode={mode}"]));

        Assert.Equal(ServiceHost.ConfigurationFault, StartupFault.ExitCode(exception));
        Assert.Contains(expected, Assert.Single(StartupFault.Lines(exception)), StringComparison.Ordinal);
    }

    private static string Refusal(params string[] args) => Assert.Throws<OptionsException>(() => TestHost.Build(args: args)).Message;

    private async Task<HttpResponseMessage> SendAsync(string path, string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.Add("X-User-Id", header);
        return await _host.Client.SendAsync(request);
    }
}

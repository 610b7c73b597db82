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
    [InlineData("Auth:Mode is 'none', which is no mode", "Auth:Mode=none")]
    [InlineData("Auth:Jwt:Secret and Auth:Jwt:Authority are missing", "Auth:Mode=jwt")]
    [InlineData("Auth:Jwt:Secret and Auth:Jwt:Authority are both set", "Auth:Mode=jwt", "Auth:Jwt:Secret=0123456789abcdef0123456789abcdef", "Auth:Jwt:Authority=https://a.example")]
    [InlineData("Auth:Jwt:Secret is too short", "Auth:Mode=jwt", "Auth:Jwt:Secret=0123456789abcdef0123456789abcde")]
    [InlineData("Auth:Jwt:Authority is 'http://a.example'", "Auth:Mode=jwt", "Auth:Jwt:Authority=http://a.example")]
    [InlineData("Auth:Jwt:Authority is 'https://u:p@a.example'", "Auth:Mode=jwt", "Auth:Jwt:Authority=https://u:p@a.example")]
    [InlineData("Auth:Jwt:KeysInterval must be", "Auth:Mode=jwt", "Auth:Jwt:Authority=https://a.example", "Auth:Jwt:KeysInterval=0")]
    [InlineData("Auth:Jwt:* is set, and Auth:Mode is 'development'", "Auth:Mode=development", "Auth:Jwt:Secret=0123456789abcdef0123456789abcdef")]
    [InlineData("Auth:Jwt:* is set, and Auth:Mode is ''", "Auth:Jwt:Audience=trawl")]
    [InlineData("Auth:ApiKeys and Auth:KeysFile are missing", "Auth:Mode=apiKey")]
    [InlineData("Auth:ApiKeys or Auth:KeysFile is set, and Auth:Mode is 'jwt'", "Auth:Mode=jwt", "Auth:Jwt:Secret=0123456789abcdef0123456789abcdef", "Auth:KeysFile=keys.json")]
    [InlineData("Auth:KeysFile is '/nowhere/keys.json', which cannot be read", "Auth:Mode=apiKey", "Auth:KeysFile=/nowhere/keys.json")]
    [InlineData("Auth:ApiKeys:0:Hash must be the SHA-256", "Auth:Mode=apiKey", "Auth:ApiKeys:0:UserId=alice", "Auth:ApiKeys:0:Hash=abc")]
    [InlineData("Auth:ApiKeys:0:ExpiresAt is 'soon', which is not a moment", "Auth:Mode=apiKey", "Auth:ApiKeys:0:ExpiresAt=soon")]
    public void A_mode_that_cannot_be_is_said_plainly(string expected, params string[] settings)
    {
        var exception = Assert.ThrowsAny<Exception>(() => TestHost.Build(args: [.. settings.Select(setting => $"--{setting}")]));

        Assert.Equal(ServiceHost.ConfigurationFault, StartupFault.ExitCode(exception));
        Assert.StartsWith(expected, Assert.Single(StartupFault.Lines(exception)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_may_have_the_environment_of_those_who_are_called() => TestHost.Build(kind: ServiceKind.Worker, args: ["--Auth:Mode=jwt"]);

    [Theory]
    [InlineData("admin", "/me?userId=root", true)]
    [InlineData(null, "/me?userId=root&userRole=admin", true)]
    [InlineData("admin", "/me?userId=root&userRole=user", true)]
    [InlineData("user", "/me?userId=root&userRole=admin", false)]
    [InlineData(null, "/me?userId=root&userRole=admin&userRole=admin", false)]
    public async Task In_development_an_admin_is_who_says_so(string? header, string path, bool expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.Add("X-User-Role", header);
        var caller = await (await _host.Client.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("root", caller.GetProperty("userId").GetString());
        Assert.Equal(expected, caller.GetProperty("isAdmin").GetBoolean());
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

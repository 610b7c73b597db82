using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.RateLimits;

namespace Trawl.ServiceDefaults.Tests.Callers;

/// <summary>A host that says who calls it: by REST at <c>/me</c>, by an address of sockets at <c>/socket</c>.</summary>
internal sealed class CallerHost : IAsyncDisposable
{
    private readonly TestHost _host;

    private CallerHost(TestHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public static Task<CallerHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    public static async Task<CallerHost> StartAsync(Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings) =>
        new(await TestHost.StartAsync(
            app =>
            {
                app.MapGet("/me", Who).LimitRequests();
                app.MapGet("/socket", Who).WithMetadata(new SocketEndpoint());
                app.MapGet("/session", Who).WithMetadata(new SocketEndpoint("sid"));
                app.MapGet("/report", Who).WithMetadata(new OwnBearer(bearer => bearer == "own")).LimitRequests();
            },
            builder =>
            {
                builder.Logging.ClearProviders();
                configure(builder);
            },
            args: [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")]));

    /// <summary>What a request is answered with: the caller, or a problem.</summary>
    public async Task<CallerAnswer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _host.Client.SendAsync(request);
        return new CallerAnswer(
            response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(), string.Join(", ", response.Headers.WwwAuthenticate),
            response.Headers.RetryAfter?.Delta);
    }

    public Task<CallerAnswer> WithTokenAsync(string token, string path = "/me") => GetAsync(path, ("Authorization", $"Bearer {token}"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static object Who(HttpContext http) => new { http.GetCaller().UserId, http.GetCaller().IsAdmin, http.GetCaller().Credential?.ExpiresAt };
}

internal sealed record CallerAnswer(HttpStatusCode Status, JsonElement Json, string Challenge, TimeSpan? RetryAfter)
{
    public string? UserId => Json.GetProperty("userId").GetString();

    public bool IsAdmin => Json.GetProperty("isAdmin").GetBoolean();

    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;
}

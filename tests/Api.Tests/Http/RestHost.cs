using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;
using Trawl.Api.Queue.Order;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Api.Tests.Http;

/// <summary>The whole Api on a real port over a real database, without workers: what is submitted stays queued.</summary>
public class RestHost : IAsyncLifetime
{
    private static readonly SocketsHttpHandler Handler = new() { PooledConnectionLifetime = TimeSpan.FromMinutes(1) };
    private WebApplication? _app;
    private Uri? _address;

    public IServiceProvider Services => _app!.Services;

    protected virtual (string Key, string Value)[] Settings => [];

    public async Task InitializeAsync()
    {
        _app = await StartAsync(await MigratedDatabase.CreateAsync(), Settings);
        _address = AddressOf(_app);
    }

    public async Task DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Another replica, over the given database.</summary>
    public static Task<WebApplication> StartAsync(string database, params (string Key, string Value)[] settings) => StartAsync(database, _ => { }, settings);

    /// <summary>One with other parts than it comes with.</summary>
    public static async Task<WebApplication> StartAsync(string database, Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings)
    {
        var app = await StartUnreadyAsync(database, configure, settings);
        await app.Services.GetRequiredService<DatabaseReady>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return app;
    }

    /// <summary>The same, whatever has become of the database.</summary>
    public static Task<WebApplication> StartUnreadyAsync(string database, params (string Key, string Value)[] settings) =>
        StartUnreadyAsync(database, _ => { }, settings);

    public static async Task<WebApplication> StartUnreadyAsync(
        string database, Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Database"] = database,
            ["Auth:Mode"] = "development",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.AddServiceDefaults("api");
        builder.AddApi();
        builder.AddMessaging(allowInMemory: true);
        configure(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapApi();
        await app.StartAsync();
        return app;
    }

    public static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>A caller of its own: tests share the host and see nothing of each other.</summary>
    public RestClient NewUser() => As($"user-{Guid.NewGuid():N}");

    public RestClient As(string userId) => As(Client(), userId);

    public RestClient AdminAs(string userId) => AdminAs(Client(), userId);

    protected virtual RestClient AdminAs(HttpClient http, string userId) => new(http, userId, ("X-User-Id", userId), ("X-User-Role", "admin"));

    protected virtual RestClient As(HttpClient http, string userId) => new(http, userId);

    private HttpClient Client() => new(Handler, disposeHandler: false) { BaseAddress = _address };

    /// <summary>The log events of a channel, in order.</summary>
    public async Task<List<LoggedEvent>> LogAsync(string channel)
    {
        await using var db = await DatabaseAsync();
        return await db.Events.AsNoTracking().Where(e => e.Channel == channel).OrderBy(e => e.Seq).ToListAsync();
    }

    /// <summary>Rows that a test wrote into the queue behind the Api's back are known to it after this.</summary>
    public Task ReadQueueAsync() => Services.GetRequiredService<QueueWatch>().LoadAsync(default);

    public async Task<TrawlDbContext> DatabaseAsync() =>
        await Services.GetRequiredService<IDbContextFactory<TrawlDbContext>>().CreateDbContextAsync();
}

[CollectionDefinition(Name)]
public sealed class RestCollection : ICollectionFixture<RestHost>
{
    public const string Name = "rest";
}

/// <summary>Speaks to the Api as one user.</summary>
/// <param name="userId">Empty for nobody.</param>
/// <param name="credentials">What it shows for that; by default its mere name.</param>
public sealed class RestClient(HttpClient http, string userId, params (string Name, string Value)[] credentials)
{
    private readonly (string Name, string Value)[] _credentials = credentials is [] && userId.Length > 0 ? [("X-User-Id", userId)] : credentials;

    public string UserId => userId;

    public Uri Address => http.BaseAddress!;

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in _credentials.Concat(headers))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PatchAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public Task<Answer> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);
}

public sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => ContentHeaders.ContentType?.MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    /// <summary>The fields that a problem names.</summary>
    public string[] Faults => Json.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(error => error.Name)] : [];
}

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Jobs;
using Trawl.Api.Tests.Http;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Webhooks;

/// <summary>A replica of the Api that may push to loopback and does not wait long between two tries.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly (string, string)[] Impatient =
        [("Crawler:AllowPrivateNetworks", "true"), ("Webhooks:Retries:0", "00:00:00.05"), ("Webhooks:Retries:1", "00:00:00.05"), ("Webhooks:Retries:2", "00:00:00.05")];
    private readonly WebApplication _app;

    private WebhookHost(WebApplication app, string database) => (_app, Database) = (app, database);

    public string Database { get; }

    public static async Task<WebhookHost> StartAsync(
        string? database = null, Action<WebApplicationBuilder>? configure = null, params (string Key, string Value)[] settings)
    {
        database ??= await MigratedDatabase.CreateAsync();
        return new(await RestHost.StartAsync(database, configure ?? (_ => { }), [.. Impatient.ExceptBy(settings.Select(s => s.Key), s => s.Item1), .. settings]), database);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public RestClient As(string userId) => new(new HttpClient { BaseAddress = RestHost.AddressOf(_app) }, userId);

    public async Task<Hook> HookAsync(string url, string user = "alice", params string[] events)
    {
        var owner = As(user);
        var answer = await owner.PostAsync("/api/webhooks", JsonSerializer.Serialize(new { url, events }));
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return new Hook(owner, answer.Json.GetProperty("id").GetGuid(), answer.Json.GetProperty("secret").GetString()!);
    }

    /// <summary>Events of a user's channel, in one transaction.</summary>
    public async Task SayAsync(int count = 1, string user = "alice", string type = "notification")
    {
        await using var db = await ContextAsync();
        await using var transaction = await Get<JobTransactions>().BeginAsync(db, default);
        for (var i = 0; i < count; i++)
            transaction.Log(ChannelNames.User(user), type, new { level = "info", title = "A title", message = $"Said {i}, with \"quotes\" and ünïcode" });
        await transaction.CommitAsync(default);
    }

    public Task<TrawlDbContext> ContextAsync() => Get<IDbContextFactory<TrawlDbContext>>().CreateDbContextAsync();

    public async Task<List<WebhookDelivery>> DeliveriesAsync(Hook hook)
    {
        await using var db = await ContextAsync();
        return await db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == hook.Id).OrderBy(d => d.Seq).ToListAsync();
    }

    /// <summary>Waits until it is so of the deliveries.</summary>
    public async Task<List<WebhookDelivery>> DeliveriesAsync(Hook hook, Func<List<WebhookDelivery>, bool> which)
    {
        List<WebhookDelivery> deliveries = [];
        await Eventually.TrueAsync(async () => which(deliveries = await DeliveriesAsync(hook)), Deadline);
        return deliveries;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>A webhook and its owner.</summary>
internal sealed record Hook(RestClient Owner, Guid Id, string Secret)
{
    public string Path => $"/api/webhooks/{Id}";

    public async Task<JsonElement> ReadAsync() => (await Owner.GetAsync(Path)).Json;

    public Task<Answer> ReplayAsync(Guid delivery) => Owner.PostAsync($"{Path}/deliveries/{delivery}/replay");
}

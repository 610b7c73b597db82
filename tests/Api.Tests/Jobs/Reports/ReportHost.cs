using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Api.Tests.Http;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Jobs.Reports;

/// <summary>The Api, and what it publishes.</summary>
public sealed class ReportHost : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<ChannelEvent> _heard = new();

    public RestHost Rest { get; } = new();

    public async Task InitializeAsync()
    {
        await Rest.InitializeAsync();
        var events = Rest.Services.GetRequiredService<IEventSubscriber>();
        events.Start(body => _heard.Enqueue(JsonSerializer.Deserialize<ChannelEvent>(body.Span, TrawlJson.Options)!), () => { });
        for (var shard = 0; shard < 256; shard++)
            await events.BindAsync(shard, default);
    }

    public Task DisposeAsync() => Rest.DisposeAsync();

    public IReadOnlyList<ChannelEvent> Heard(string channel) => [.. _heard.Where(e => e.Channel == channel)];

    public async Task<ChannelEvent> HearAsync(string channel, Func<ChannelEvent, bool> which)
    {
        await Eventually.TrueAsync(() => Heard(channel).Any(which), Deadline);
        return Heard(channel).First(which);
    }

    public async Task<CustomJob> JobAsync(string body = """{"type":"custom","total":100}""")
    {
        var client = Rest.NewUser();
        var answer = await client.PostAsync("/api/jobs", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return new CustomJob(client, answer.Json.GetProperty("id").GetString()!, answer.Json.GetProperty("reportToken").GetString()!);
    }
}

/// <summary>A custom job and its owner.</summary>
public sealed record CustomJob(RestClient Owner, string Id, string Token)
{
    public string Path => $"/api/jobs/{Id}";

    public Task<Answer> ReportAsync(string what, string json) => Owner.PostAsync($"{Path}/{what}", json);

    public async Task AcceptedAsync(string what, string json)
    {
        var answer = await ReportAsync(what, json);
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
    }

    public async Task<JsonElement> ReadAsync() => (await Owner.GetAsync(Path)).Json;

    public async Task<List<JsonElement>> LogAsync() => [.. (await Owner.GetAsync($"{Path}/events")).Json.GetProperty("events").EnumerateArray()];

    public async Task<string[]> LoggedTypesAsync() => [.. (await LogAsync()).Select(e => e.GetProperty("type").GetString()!)];
}

[CollectionDefinition(Name)]
public sealed class ReportCollection : ICollectionFixture<ReportHost>
{
    public const string Name = "reports";
}

using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.Notifier.Tests.Transports.SocketIo;
using Trawl.ServiceDefaults.Callers.ApiKeys;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Callers;

public sealed class ApiKeySocketTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly string _key = ApiKey.Create();
    private readonly string _file = Path.GetTempFileName();
    private readonly ManualTime _time = new();

    public ApiKeySocketTests() => File.WriteAllText(_file, JsonSerializer.Serialize(new[] { new { userId = "alice", hash = ApiKey.HashOf(_key) } }));

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_key_opens_every_transport_in_the_header_the_query_or_where_a_token_would_stand()
    {
        await using var app = await StartAsync();

        using var byHeader = await app.ConnectAsync("?channel=user:alice", options => options.SetRequestHeader("X-Api-Key", _key));
        using var byQuery = await app.ConnectAsync($"?channel=user:alice&api_key={_key}");
        await byHeader.UntilAsync("subscribed");
        await byQuery.UntilAsync("subscribed");
        await using var hub = await HubClient.ConnectAsync(app.Address, $"/hubs/jobs?api_key={_key}");
        await hub.InvokeAsync<JsonElement>("Subscribe", "user:alice", null);
        using var socketIo = await SocketIoClient.ConnectAsync(app, query: "", auth: $"{{\"token\":\"{_key}\"}}");
        await socketIo.EmitAsync("client:join", "alice");
        await socketIo.UntilAsync("subscribed");
        await using var stream = await EventStreamClient.OpenAsync(app, $"?channel=user:alice&api_key={_key}");
        await stream.UntilAsync("subscribed");
        await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync($"?channel=user:alice&access_token={_key}&userId=alice"));
    }

    [Fact]
    public async Task A_key_that_is_taken_out_of_the_file_silences_what_it_opened()
    {
        await using var app = await StartAsync();
        using var client = await app.ConnectAsync($"?channel={app.Job}&api_key={_key}");
        await client.UntilAsync("subscribed");
        await File.WriteAllTextAsync(_file, "[]");

        var told = client.UntilAsync("unsubscribed"); // reading is what answers pings
        var connection = app.Services.GetRequiredService<ConnectionRegistry>().All.Single();
        await Eventually.TrueAsync(() => Pass(seconds: 61) && connection.HasLapsed, Deadline);
        Assert.Equal("token_revoked", (await told)[^1].GetProperty("reason").GetString());
        Assert.Equal("unauthorized", (await app.Services.GetRequiredService<ConnectionRegistry>().All.Single().SubscribeAsync("user:alice", 0)).Error?.Code);
    }

    private Task<NotifierApp> StartAsync() => NotifierApp.StartAsync(
        Use, ("Auth:Mode", "apiKey"), ("Auth:KeysFile", _file), ("Notifier:WriteInterval", "00:00:00"), ("Notifier:SilenceTimeout", "00:05:00"), ("Notifier:AuthenticationGrace", "01:00:00"));

    private void Use(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(_time);

    private bool Pass(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return true;
    }
}

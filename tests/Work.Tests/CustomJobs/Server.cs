using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Work.Tests.CustomJobs;

/// <summary>A real server, one for all tests that want it, and an ear on a channel of it.</summary>
[CollectionDefinition(Name)]
public sealed class Server : IAsyncLifetime, ICollectionFixture<Server>
{
    public const string Name = "server";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly AllInOneProcess trawl = new();

    public Uri Address => trawl.Process.Address;

    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await trawl.Process.StartAsync();
        Http = new HttpClient { BaseAddress = Address };
    }

    public async Task DisposeAsync()
    {
        Http?.Dispose();
        await trawl.DisposeAsync();
    }

    public Task<JsonElement> JobAsync(Guid id) => Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{id}");

    /// <summary>Subscribes, does something, and returns the events that came up to the last one that is waited for.</summary>
    public async Task<IReadOnlyList<JsonElement>> WatchAsync(string channel, Func<Task> act, Func<IReadOnlyList<JsonElement>, bool> isLast)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/ws", Query = $"channel={channel}" }.Uri, deadline.Token);
        while ((await ReadAsync(socket, deadline.Token)).GetProperty("type").GetString() != "subscribed")
        {
        }

        var acting = act();
        var events = new List<JsonElement>();
        do
            events.Add(await ReadAsync(socket, deadline.Token));
        while (!isLast(events));
        await acting;
        return events;
    }

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16384];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(message.ToArray()).RootElement;
    }
}

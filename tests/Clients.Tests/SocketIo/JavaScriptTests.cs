using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.SocketIo;

/// <summary>socket.io-client from npm, started by WebSocket, as the first frontends do.</summary>
[Collection(LiveServers.Name)]
[Trait("Seed", "S2.4")]
[Trait("Seed", "S1.26")]
public sealed class JavaScriptWebSocketTests(LiveServer server) : SocketIoSpecification(server)
{
    protected override ClientProgram Start(Uri address, string? user, object? subscribe, object? subscribeOnce) =>
        SocketIoClients.JavaScript(address, user, subscribe, subscribeOnce, "websocket", "polling");
}

/// <summary>The same, started by polling and upgraded.</summary>
[Collection(LiveServers.Name)]
[Trait("Seed", "S2.43")]
public sealed class JavaScriptPollingFirstTests(LiveServer server) : SocketIoSpecification(server)
{
    protected override ClientProgram Start(Uri address, string? user, object? subscribe, object? subscribeOnce) =>
        SocketIoClients.JavaScript(address, user, subscribe, subscribeOnce, "polling", "websocket");

    [Fact]
    public async Task It_begins_with_polling_and_ends_on_a_WebSocket()
    {
        using var job = await Server.NewJobAsync("upgraded");
        await using var client = Start(Server.Address, "upgraded", job.Id, subscribeOnce: null);

        Assert.Equal("polling", (await client.SeesAsync("open")).GetString());
        Assert.Equal("websocket", (await client.SeesAsync("upgrade")).GetString());
        await client.SeesAsync("subscribed", job.Id);
        await job.CompleteAsync(new { answer = 42 });
        await client.SeesAsync("completed", job.Id);
    }
}

/// <summary>By polling alone, which is what is left where no WebSocket gets through.</summary>
[Collection(LiveServers.Name)]
[Trait("Seed", "S1.28")]
public sealed class JavaScriptPollingTests(LiveServer server) : SocketIoSpecification(server)
{
    protected override bool NoticesACut => false;

    protected override ClientProgram Start(Uri address, string? user, object? subscribe, object? subscribeOnce) =>
        SocketIoClients.JavaScript(address, user, subscribe, subscribeOnce, "polling");
}

using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.SocketIo;

/// <summary>Debian's python-socketio: <c>socketio.Client()</c>, handlers of exactly one argument.</summary>
[Collection(LiveServers.Name)]
[Trait("Seed", "S2.5")]
public sealed class PythonTests(LiveServer server) : SocketIoSpecification(server)
{
    protected override ClientProgram Start(Uri address, string? user, object? subscribe, object? subscribeOnce) =>
        SocketIoClients.Python("sync.py", address, user, subscribe, subscribeOnce);
}

/// <summary>Its <c>socketio.AsyncClient()</c>.</summary>
[Collection(LiveServers.Name)]
[Trait("Seed", "S2.3")]
public sealed class PythonAsyncTests(LiveServer server) : SocketIoSpecification(server)
{
    protected override ClientProgram Start(Uri address, string? user, object? subscribe, object? subscribeOnce) =>
        SocketIoClients.Python("asyncio_client.py", address, user, subscribe, subscribeOnce);
}

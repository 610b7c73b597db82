using System.Text.Json;
using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;
using Trawl.Clients.Tests.SocketIo;

namespace Trawl.Clients.Tests.Disturbed;

/// <summary>One client of each kind, all on the same job.</summary>
public sealed class AllClients : IAsyncDisposable
{
    private readonly Dictionary<string, ClientProgram> _socketIo = [];
    private readonly Dictionary<string, ClientProgram> _others = [];

    private AllClients()
    {
    }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, ClientProgram> SocketIo => _socketIo;

    /// <summary>Those that see whole events, with <c>seq</c>.</summary>
    public IReadOnlyDictionary<string, ClientProgram> Others => _others;

    public IEnumerable<ClientProgram> Every => _socketIo.Values.Concat(_others.Values);

    /// <summary>Starts them, subscribed to a job from its beginning; Socket.IO's, which knows no positions, from where it stands.</summary>
    public static async Task<AllClients> StartAsync(Uri address, string user, string jobId)
    {
        var (url, channel) = (address.GetLeftPart(UriPartial.Authority), $"job:{jobId}");
        var clients = new AllClients();
        clients._socketIo["socket.io-client websocket"] = SocketIoClients.JavaScript(address, user, jobId, null, "websocket", "polling");
        clients._socketIo["socket.io-client polling"] = SocketIoClients.JavaScript(address, user, jobId, null, "polling");
        clients._socketIo["python-socketio sync"] = SocketIoClients.Python("sync.py", address, user, jobId, null);
        clients._socketIo["python-socketio asyncio"] = SocketIoClients.Python("asyncio_client.py", address, user, jobId, null);
        foreach (var transport in (string[])["WebSockets", "ServerSentEvents", "LongPolling"])
            clients._others[$"signalr {transport}"] = ClientProgram.Node("signalr.mjs", new { url, userId = user, transport });
        clients._others["ws"] = ClientProgram.Node("ws.mjs", new { url = $"ws://{address.Authority}/ws?userId={user}", channel, after = 0, again = true });
        clients._others["eventsource"] = ClientProgram.Node("eventsource.mjs", new { url = $"{url}/events?channel={channel}&after=0&userId={user}" });
        foreach (var (name, client) in clients._others)
        {
            if (name.StartsWith("signalr", StringComparison.Ordinal))
                await client.TellAsync("subscribe", channel, 0);
        }

        foreach (var client in clients.Every)
            await client.SeesAsync("subscribed");
        return clients;
    }

    /// <summary>Each of them, or a message that holds what it saw.</summary>
    public async Task SeeAsync(string name, string jobId, Func<JsonElement, bool>? where = null)
    {
        foreach (var client in Every)
            await client.SeesAsync(name, jobId, where);
    }

    /// <summary>Those with positions have seen these log events, numbered from 1, each once, in order.</summary>
    public void AssertWholeLog(params string[] types)
    {
        foreach (var (name, client) in _others)
        {
            var log = client.Seen
                .Where(one => one.Args is [{ ValueKind: JsonValueKind.Object } e, ..] && e.TryGetProperty("data", out _)
                    && e.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number)
                .Select(one => $"{one.Args[0].GetProperty("seq").GetInt32()} {one.Name}");
            var whole = types.Select((type, index) => $"{index + 1} {type}");
            Assert.True(whole.SequenceEqual(log), $"{name}: {string.Join(", ", log)}, not {string.Join(", ", whole)}.\n{client}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in Every)
            await client.DisposeAsync();
    }
}

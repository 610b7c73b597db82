using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Trawl.Notifier.Tests.Transports.SocketIo.Engine;
using Trawl.Notifier.Transports.SocketIo.Engine;

namespace Trawl.Notifier.Tests.Transports.SocketIo;

/// <summary>A Socket.IO client: it answers pings, and writes down the events.</summary>
internal sealed class SocketIoClient : IDisposable
{
    private readonly Queue<string> _waiting = [];
    private readonly bool _polls;

    private SocketIoClient(EngineClient engine, bool polls) => (Engine, _polls) = (engine, polls);

    public EngineClient Engine { get; }

    /// <summary>The payload of CONNECT's answer.</summary>
    public JsonElement Welcome { get; private set; }

    /// <summary>An event: the argument's JSON as it came, and the offset, if there was one.</summary>
    public sealed record Told(string Name, JsonElement Argument, string? Offset)
    {
        public string Json => Argument.GetRawText();

        public long? Seq => Argument.TryGetProperty("seq", out var seq) ? seq.GetInt64() : null;
    }

    public static async Task<SocketIoClient> ConnectAsync(NotifierApp app, bool polls = false, string query = "userId=alice", string auth = "")
    {
        var client = await OpenAsync(app, polls, query);
        await client.SendAsync("40" + auth);
        var answer = await client.ReceiveAsync();
        Assert.StartsWith("40{", answer, StringComparison.Ordinal);
        client.Welcome = JsonElement.Parse(answer![2..]);
        Assert.Equal("connected", (await client.NextAsync()).Name);
        return client;
    }

    /// <summary>Without joining the namespace.</summary>
    public static async Task<SocketIoClient> OpenAsync(NotifierApp app, bool polls = false, string query = "userId=alice")
    {
        var engine = new EngineClient(app, query: query);
        await (polls ? engine.OpenAsync() : engine.OpenSocketAsync());
        return new SocketIoClient(engine, polls);
    }

    public Task EmitAsync(string name, object? argument = null, int? id = null) =>
        SendAsync($"42{id}[\"{name}\"{(argument is null ? "" : "," + JsonSerializer.Serialize(argument))}]");

    public async Task SendAsync(string packet)
    {
        if (_polls)
            Assert.Equal((HttpStatusCode.OK, "ok"), await Engine.PostAsync(packet));
        else
            await Engine.SendAsync(packet);
    }

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        while (true)
        {
            if (!_waiting.TryDequeue(out var packet))
            {
                if (!await PullAsync())
                    return null;
            }
            else if (packet == "2")
            {
                await SendAsync("3");
            }
            else if (packet == "1")
            {
                return null;
            }
            else if (packet != "6")
            {
                return packet;
            }
        }
    }

    public async Task<Told> NextAsync()
    {
        while (true)
        {
            var text = await ReceiveAsync();
            Assert.NotNull(text);
            if (text.StartsWith("42", StringComparison.Ordinal))
                return Parse(text);
        }
    }

    /// <summary>Everything up to the first event of a name.</summary>
    public async Task<List<Told>> UntilAsync(string name, Func<Told, bool>? which = null)
    {
        var all = new List<Told>();
        while (true)
        {
            var told = await NextAsync();
            all.Add(told);
            if (told.Name == name && which?.Invoke(told) != false)
                return all;
        }
    }

    public static List<Told> Read(byte[] frames)
    {
        var body = new ArrayBufferWriter<byte>();
        PollingPayload.Write(frames, body);
        return [.. Encoding.UTF8.GetString(body.WrittenSpan).Split('\u001e', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    public void Dispose() => Engine.Dispose();

    private async Task<bool> PullAsync()
    {
        if (!_polls)
        {
            if (await Engine.ReceiveAsync() is not { } message)
                return false;
            _waiting.Enqueue(message);
            return true;
        }

        var (status, body) = await Engine.PollAsync();
        if (status != HttpStatusCode.OK)
            return false;
        foreach (var packet in body.Split('\u001e'))
            _waiting.Enqueue(packet);
        return true;
    }

    private static Told Parse(string packet)
    {
        Assert.StartsWith("42[", packet, StringComparison.Ordinal);
        var array = JsonElement.Parse(packet[2..]);
        return new Told(array[0].GetString()!, array[1], array.GetArrayLength() > 2 ? array[2].GetString() : null);
    }
}

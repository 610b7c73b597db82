using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Transports;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Limits;

/// <summary>Whatever is thrown at it, nothing of ours throws, nothing stays behind, and everybody else is served. Each seed is one repeatable story.</summary>
[Trait("Seed", "S1.42")]
[Trait("Seed", "S0.30")]
public sealed class FuzzTests
{
    private const string Letters = "{}[]\":,\\ud8001e9aeinst nulltruefalse\u001e\n";
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Nothing_that_a_client_can_send_brings_an_exception_or_a_leak(int seed)
    {
        using var log = new CollectedLog(IsFault);
        await using var app = await NotifierApp.StartAsync(builder => builder.Logging.AddProvider(log), ("Notifier:ChannelGrace", "00:00:00.050"));
        await app.SayAsync(3);
        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await AttackAsync(app, new Random(seed * 1000 + i)));

        using (var client = await app.ConnectAsync($"?userId=alice&channel={app.Job}&after=0"))
            await client.UntilAsync("stage", e => e.GetProperty("seq").GetInt64() == 3);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, Deadline);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ChannelRegistry>().Count == 0, Deadline);
        Assert.True(log.Faults.Count == 0, string.Join("\n", log.Faults));
    }

    // SignalR answers a client with a HubException, and logs each as if it were a fault.
    private static bool IsFault(LogLevel level, Exception? exception) =>
        exception is not HubException && (level >= LogLevel.Error || (level == LogLevel.Warning && exception is not null));

    internal static async Task AttackAsync(NotifierApp app, Random random)
    {
        using var client = await RawClient.ConnectAsync(app.Address);
        switch (random.Next(6))
        {
            case 0:
                await client.SendAsync(Bytes(random, random.Next(1, 5000))); // not even HTTP
                break;
            case 1:
                await BadHandshakeAsync(client, random, app);
                break;
            case 2:
                await client.RequestAsync($"/events?userId=alice&{Query(random, app)}", upgrade: random.Next(5) == 0, $"Last-Event-ID: {Text(random, 20, "0123456789,,-")}\r\n");
                break;
            case 3:
                await client.RequestAsync(random.Next(2) == 0 ? "/hubs/jobs?userId=alice" : "/hubs/jobs?id=none&userId=alice", upgrade: true);
                await client.SendAsync(Frame(1, Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e")));
                for (var i = 0; i < 20; i++)
                    await client.SendAsync(HubMessage(random, app));
                break;
            default:
                await client.RequestAsync(random.Next(3) switch { 0 => $"/ws?userId=alice&channel={app.Job}&after=0", 1 => "/api/knowledge/ws?userId=alice", _ => $"/ws/progress/{app.Job[4..]}?userId=alice" }, upgrade: true);
                var subscribed = random.Next(2) == 0; // and not closed by the first message
                if (subscribed)
                    await client.ReceiveAsync(Moment * 3);
                for (var i = 0; i < 30; i++)
                    await client.SendAsync(SocketMessage(random, app, subscribed ? Harmless[random.Next(Harmless.Length)] : random.Next(12)));
                break;
        }

        await client.ReceiveAsync(Moment);
    }

    private static async Task BadHandshakeAsync(RawClient client, Random random, NotifierApp app)
    {
        var headers = new[]
        {
            "Connection: Upgrade\r\n", "Connection: close\r\n", "Upgrade: websocket\r\n", "Upgrade: h2c\r\n", "Sec-WebSocket-Version: 13\r\n",
            "Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Key: short\r\n", "Origin: https://evil.example\r\n",
            "Origin: nonsense\r\n", "Last-Event-ID: -1\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
        };
        random.Shuffle(headers);
        var path = random.Next(4) switch { 0 => "/ws", 1 => "/hubs/jobs", 2 => "/ws/progress/%00", _ => $"/events?channel={app.Job}" };
        var whole = $"GET {path} HTTP/1.1\r\nHost: x\r\n{string.Concat(headers.Take(random.Next(headers.Length)))}\r\n";
        await client.SendAsync(whole[..random.Next(whole.Length / 2, whole.Length + 1)]);
    }

    private static readonly int[] Harmless = [4, 5, 7, 8, 9, 11];

    private static byte[] SocketMessage(Random random, NotifierApp app, int kind) => kind switch
    {
        0 => Bytes(random, random.Next(1, 300)),
        1 => Frame(1, Bytes(random, random.Next(200))), // not UTF-8
        2 => Frame(1, new byte[random.Next(32_000, 70_000)]),
        3 => [.. Enumerable.Range(0, 2000).SelectMany(i => Frame(i == 0 ? 1 : 0, [], final: false))],
        4 => Frame(1, Encoding.UTF8.GetBytes($"{{\"action\":{new string('[', 10_000)}")),
        5 => Frame(1, Encoding.UTF8.GetBytes(Text(random, random.Next(100), Letters))),
        6 => Frame(random.Next(16), Bytes(random, random.Next(126)), final: random.Next(2) == 0),
        7 => Frame(1, Encoding.UTF8.GetBytes($"{{\"action\":\"subscribe\",\"channel\":\"{app.Job}\",\"after\":{random.Next(-2, 9)}}}")),
        8 => Frame(1, Encoding.UTF8.GetBytes("{\"act\\ud800ion\":1,\"action\":\"\\udfff\",\"channel\":\"\\ud800\"}")),
        9 => Frame(1, Encoding.UTF8.GetBytes($"{{\"action\":\"cursor\",\"channel\":\"{(random.Next(2) == 0 ? app.Job : "user:alice")}\",\"target\":\"\\ud800\",\"position\":{{\"\\udfff\":[1e999]}}}}")),
        10 => Frame(8, Bytes(random, random.Next(4))),
        _ => Frame(1, Encoding.UTF8.GetBytes($"{{\"action\":\"unsubscribe\",\"channel\":\"{app.Job}\"}}")),
    };

    private static byte[] HubMessage(Random random, NotifierApp app) => random.Next(8) switch
    {
        0 => Bytes(random, random.Next(1, 100)),
        1 => Frame(1, Bytes(random, random.Next(200))),
        2 => Frame(1, Encoding.UTF8.GetBytes(Text(random, random.Next(100), Letters) + "\u001e")),
        3 => Frame(1, Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[\"{app.Job}\",{random.Next(-2, 9)}]}}\u001e")),
        4 => Frame(1, Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Move\",\"arguments\":[\"{app.Job}\",{{\"target\":\"\\ud800\"}}]}}\u001e")),
        5 => Frame(1, Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[{new string('[', 5000)}\u001e")),
        6 => Frame(1, Encoding.UTF8.GetBytes($"{{\"type\":{random.Next(-1, 12)},\"invocationId\":7,\"target\":null,\"arguments\":{{}}}}\u001e")),
        _ => Frame(2, new byte[random.Next(70_000)]),
    };

    private static string Query(Random random, NotifierApp app) => string.Join('&', Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(6) switch
    {
        0 => $"channel={app.Job}",
        1 => "channel=user:alice",
        2 => $"after={Text(random, 4, "0123456789-x")}",
        3 => $"channel=%{Text(random, 4, "0123456789abcdef")}",
        4 => $"lastEventId={Text(random, 6, "0123456789,")}",
        _ => Text(random, 10, "abc=%&;+"),
    }));

    private static byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool final = true)
    {
        var header = payload.Length < 126 ? 6 : payload.Length <= ushort.MaxValue ? 8 : 14;
        var frame = new byte[header + payload.Length]; // the mask is zero, as anybody's may be
        frame[0] = (byte)((final ? 0x80 : 0) | opcode);
        frame[1] = (byte)(0x80 | (header switch { 6 => payload.Length, 8 => 126, _ => 127 }));
        if (header == 8)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        else if (header == 14)
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Text(Random random, int length, string letters) => new([.. Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)])]);
}

using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trawl.Notifier.Tests.Transports.SocketIo.Engine;
using Trawl.Notifier.Transports.SocketIo;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.SocketIo;

[Collection(Impatient.Name)]
public sealed class FuzzTests
{
    private static readonly string[] Scraps =
    [
        "40", "41", "42[\"subscribe\",\"x\"]", "42[\"unsubscribe\",{}]", "42[\"client:join\",\"alice\"]", "43", "44{}", "451-[\"a\"]", "2", "2probe", "3", "3probe", "5", "6", "1",
        "b", "bAQID", "bé", "\u001e", "4", "40{\"recovery\":true,\"pid\":\"x\",\"offset\":\"\"}", "42[\"\\ud800\"]", "42[\"subscribe\",{\"jobId\":\"\\ud800\"}]", "é", "{}",
    ];

    [Fact]
    [Trait("Seed", "S1.42")]
    [Trait("Seed", "S0.30")]
    public async Task Whatever_clients_do_nothing_is_left_of_them_and_the_others_are_served()
    {
        using var log = new CollectedLog((level, _) => level >= LogLevel.Error);
        await using var app = await NotifierApp.StartAsync(
            builder => builder.Logging.AddProvider(log),
            ("Notifier:SocketIo:ConnectTimeout", "00:00:01"), ("Notifier:SocketIo:UpgradeTimeout", "00:00:01"), ("Notifier:SocketIo:PingInterval", "00:00:00.500"),
            ("Notifier:SocketIo:PingTimeout", "00:00:01"), ("Notifier:SocketIo:ClaimWindow", "00:00:01"));
        using var well = await SocketIoClient.ConnectAsync(app, query: "userId=carol");
        var behaving = BehaveAsync(well);

        var random = new Random(7);
        for (var round = 0; round < 8; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MisbehaveAsync(app, new Random(random.Next()))));
            await RawAsync(app, random);
        }

        await Eventually.TrueAsync(() => SocketIoTests.Sessions(app) == 1 && SocketIoTests.Registry(app).Count == 1, TimeSpan.FromMinutes(1));
        var server = app.Services.GetRequiredService<SocketIoEndpoint.SocketIoServers>().SocketIo;
        Assert.Equal(0, server.Pending);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<LostConnections>().Count == 0, TimeSpan.FromMinutes(1));
        well.Engine.Socket!.Abort();
        Assert.True(await behaving);
        Assert.Empty(log.Faults);
    }

    // It answers its pings and is never closed.
    private static async Task<bool> BehaveAsync(SocketIoClient client)
    {
        try
        {
            while (await client.ReceiveAsync() is not null)
            {
                // nothing is said to it
            }
        }
        catch (OperationCanceledException)
        {
            // cut by the test
        }

        return client.Engine.Socket!.State == WebSocketState.Aborted;
    }

    private static async Task MisbehaveAsync(NotifierApp app, Random random)
    {
        using var client = new EngineClient(app);
        try
        {
            await (random.Next(2) == 0 ? client.OpenAsync() : client.OpenSocketAsync());
            for (var step = 0; step < 6; step++)
                await StepAsync(client, random);
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            // closed on it
        }
    }

    private static async Task StepAsync(EngineClient client, Random random)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Scraps[random.Next(Scraps.Length)] + (random.Next(2) == 0 ? "\u001e" : "")));
        using var soon = new CancellationTokenSource(random.Next(1, 30));
        switch (random.Next(6))
        {
            case 0:
                await client.PostAsync(text);
                break;
            case 1:
                await Task.WhenAny(client.GetAsync(soon.Token), client.GetAsync(soon.Token));
                break;
            case 2:
                using (var probe = await client.ProbeAsync())
                {
                    await EngineClient.SendAsync(probe, random.Next(2) == 0 ? "2probe" : text);
                    await EngineClient.SendAsync(probe, random.Next(2) == 0 ? "5" : text);
                    if (random.Next(2) == 0)
                        probe.Abort();
                }

                break;
            case 3 when client.Socket is not null:
                await client.SendAsync(Scraps[random.Next(Scraps.Length)]);
                break;
            case 4 when client.Socket is not null:
                var bytes = new byte[random.Next(0, 300)];
                random.NextBytes(bytes);
                await client.Socket.SendAsync(bytes, random.Next(2) == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text, random.Next(3) > 0, CancellationToken.None);
                break;
            default:
                await client.PostAsync("40");
                break;
        }
    }

    // Random bytes on the line itself, behind a good or a bad handshake.
    private static async Task RawAsync(NotifierApp app, Random random)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, app.Address.Port);
        var stream = tcp.GetStream();
        var key = random.Next(2) == 0 ? "dGhlIHNhbXBsZSBub25jZQ==" : "short";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"));
        await stream.ReadExactlyAsync(new byte[1]);
        var noise = new byte[random.Next(1, 4000)];
        random.NextBytes(noise);
        try
        {
            await stream.WriteAsync(noise);
        }
        catch (IOException)
        {
            // refused already
        }
    }
}

using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Tests.Transports.SocketIo.Engine;
using Trawl.ServiceDefaults;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Conformance;

/// <summary>What the official suites ask for that the service itself has no use for. The suites are run from outside.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public async Task The_engine_sends_back_what_it_gets_by_every_transport()
    {
        await using var app = await StartAsync();
        using var client = new EngineClient(app, "/engine.io/");
        Assert.Equal((300, 200, 1_000_000), await OpenAsync(client));

        await client.PostAsync("4hello\u001ebAQIDBA==");
        var polled = (await client.PollAsync()).Body;
        await client.UpgradeAsync();
        await client.SendAsync("4again");

        Assert.Equal("4hello\u001ebAQIDBA==", polled);
        Assert.Equal("4again", await client.ReceiveAsync());
        await client.Socket!.SendAsync(new byte[] { 1, 2, 3, 4 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Equal("bAQIDBA==", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("40", "40{", "42[\"auth\",{}]")]
    [InlineData("40{\"token\":\"é\"}", "40{", "42[\"auth\",{\"token\":\"é\"}]")]
    [InlineData("40/custom,{\"a\":1}", "40/custom,{", "42/custom,[\"auth\",{\"a\":1}]")]
    [InlineData("40/random", "44/random,{\"message\":\"Invalid namespace\"}", null)]
    public async Task A_namespace_is_joined(string connect, string begins, string? next)
    {
        await using var app = await StartAsync();
        using var client = new EngineClient(app);
        await client.OpenSocketAsync();
        await client.SendAsync(connect);

        Assert.StartsWith(begins, await client.ReceiveAsync(), StringComparison.Ordinal);
        if (next is not null)
            Assert.Equal(next, await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("42[\"message\",1,\"2\",{\"3\":[true]}]", "42[\"message-back\",1,\"2\",{\"3\":[true]}]")]
    [InlineData("42[\"message\"]", "42[\"message-back\"]")]
    [InlineData("42456[\"message-with-ack\",1]", "43456[1]")]
    [InlineData("420[\"message-with-ack\"]", "430[]")]
    public async Task Events_come_back(string sent, string back)
    {
        await using var app = await StartAsync();
        using var client = await JoinAsync(app);
        await client.SendAsync(sent);
        Assert.Equal(back, await client.ReceiveAsync());
    }

    [Fact]
    public async Task Attachments_come_back()
    {
        await using var app = await StartAsync();
        using var client = await JoinAsync(app);
        await client.SendAsync("452-7[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        await client.Socket!.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        await client.Socket.SendAsync(new byte[] { 2 }, WebSocketMessageType.Binary, true, CancellationToken.None);

        Assert.Equal("462-7[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", await client.ReceiveAsync());
        Assert.Equal("bAQ==", await client.ReceiveAsync());
        Assert.Equal("bAg==", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("4abc")]
    [InlineData("42{}")]
    [InlineData("42abc[\"message-with-ack\"]")]
    [InlineData("42/custom,[\"message\"]")]
    [InlineData("451-[\"message\",{}]\u001e")]
    public async Task What_is_no_packet_closes(string text)
    {
        await using var app = await StartAsync();
        using var client = await JoinAsync(app);
        await client.SendAsync(text);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_engine_alone()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app, "/engine.io/");
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, client.Uri("EIO=4&transport=polling")));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task It_is_refused_in_production() => await Assert.ThrowsAsync<OptionsException>(
        () => NotifierApp.StartAsync(("Notifier:SocketIo:Conformance", "true"), ("environment", "Production")));

    // Here a client has to answer a ping within 200 ms. None comes: time stands still, and so would writes.
    private static Task<NotifierApp> StartAsync() => NotifierApp.StartAsync(
        builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()), ("Notifier:SocketIo:Conformance", "true"), ("Notifier:WriteInterval", "00:00:00"));

    private static async Task<EngineClient> JoinAsync(NotifierApp app)
    {
        var client = new EngineClient(app);
        await client.OpenSocketAsync();
        await client.SendAsync("40");
        await client.ReceiveAsync();
        await client.ReceiveAsync();
        return client;
    }

    private static async Task<(int, int, int)> OpenAsync(EngineClient client)
    {
        var open = await client.OpenAsync();
        return (open.GetProperty("pingInterval").GetInt32(), open.GetProperty("pingTimeout").GetInt32(), open.GetProperty("maxPayload").GetInt32());
    }
}

using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Transports.SocketIo;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Engine;

public sealed class EngineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    [Trait("Seed", "S1.24")]
    [Trait("Seed", "S1.25")]
    [Trait("Seed", "S2.2")]
    public async Task The_handshake_says_how_the_session_works_and_nothing_else()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);

        var polling = await client.OpenAsync();
        var socket = await client.OpenSocketAsync();

        Assert.Equal(["sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"], polling.EnumerateObject().Select(p => p.Name));
        Assert.Equal("[\"websocket\"],25000,60000,32768", Rest(polling));
        Assert.Equal("[],25000,60000,32768", Rest(socket));
        Assert.InRange(socket.GetProperty("sid").GetString()!.Length, 20, 40);

        static string Rest(JsonElement open) => string.Join(",", open.EnumerateObject().Skip(1).Select(p => p.Value.GetRawText()));
    }

    [Theory]
    [InlineData("GET", "EIO=4", 400, 0)]
    [InlineData("GET", "EIO=4&transport=carrier-pigeon", 400, 0)]
    [InlineData("GET", "EIO=4&transport=polling&sid=unknown", 400, 1)]
    [InlineData("POST", "EIO=4&transport=polling&sid=unknown", 400, 1)]
    [InlineData("POST", "EIO=4&transport=polling", 400, 2)]
    [InlineData("PUT", "EIO=4&transport=polling", 400, 2)]
    [InlineData("GET", "EIO=4&transport=websocket", 400, 3)]
    [InlineData("GET", "transport=polling", 400, 5)]
    [InlineData("GET", "EIO=3&transport=polling", 400, 5)]
    public async Task What_cannot_be_served_has_its_code(string method, string query, int status, int code)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), client.Uri(query)));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetInt32());
    }

    [Fact]
    [Trait("Seed", "S1.23")]
    public async Task A_page_of_another_site_is_turned_away_and_the_frontend_has_its_cors_headers()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);

        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync("EIO=4&transport=websocket", "https://evil.example"));
        using var refused = await client.SendAsync(Request("https://evil.example"));
        using var allowed = await client.SendAsync(Request("http://localhost:3000"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("http://localhost:3000", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", allowed.Headers.GetValues("Access-Control-Allow-Credentials").Single());

        HttpRequestMessage Request(string origin) => new(HttpMethod.Get, client.Uri("EIO=4&transport=polling")) { Headers = { { "Origin", origin } } };
    }

    [Fact]
    public async Task Two_polls_at_once_end_the_session()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        await client.OpenAsync();

        var polls = new[] { client.PollAsync(), client.PollAsync() };
        var answers = await Task.WhenAll(polls);

        Assert.Contains((HttpStatusCode.OK, "1"), answers);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PollAsync()).Status);
    }

    [Fact]
    public async Task A_poll_that_is_given_up_ends_the_session()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        await client.OpenAsync();
        await client.PostAsync("40");
        Assert.StartsWith("40", (await client.PollAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(1, Sessions(app));

        using var cancel = new CancellationTokenSource();
        var poll = client.GetAsync(cancel.Token);
        await client.PostAsync("3"); // the poll is there by now, or is about to be
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);

        // Cancelled before it was sent, it never was there: then another is given up.
        await Eventually.TrueAsync(async () =>
        {
            if (Sessions(app) == 0)
                return true;
            using var again = new CancellationTokenSource(100);
            await Task.WhenAny(client.GetAsync(again.Token));
            return Sessions(app) == 0;
        }, Deadline);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("4\u001e")]
    [InlineData("b!!!")]
    [InlineData("2")]
    [InlineData("0")]
    [Trait("Seed", "S1.42")]
    public async Task A_bad_payload_is_refused_and_ends_the_session(string body)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        await client.OpenAsync();

        var posted = await client.PostAsync(body);

        // "4" alone is an Engine.IO packet, and no Socket.IO packet.
        Assert.Equal(body.StartsWith('4') ? HttpStatusCode.OK : HttpStatusCode.BadRequest, posted.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PollAsync()).Status);
        Assert.Equal(0, Sessions(app));
    }

    [Fact]
    public async Task A_body_of_bytes_is_refused()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = new EngineClient(app);
        await client.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Polling) { Content = new ByteArrayContent([1, 2, 3]) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, Sessions(app));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Seed", "S1.42")]
    public async Task A_body_over_the_limit_is_413_announced_or_not(bool chunked)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessageBytes", "1000"));
        using var client = new EngineClient(app);
        await client.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Polling) { Content = new StringContent("42[\"" + new string('x', 1000) + "\"]") };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_says_good_bye_has_its_poll_ended()
    {
        // Whichever comes first; and however much later the poll, no time goes by.
        await using var app = await NotifierApp.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()), ("Notifier:WriteInterval", "00:00:00"));
        using var client = new EngineClient(app);
        await client.OpenAsync();

        var poll = client.PollAsync();
        Assert.Equal((HttpStatusCode.OK, "ok"), await client.PostAsync("1"));

        Assert.Equal((HttpStatusCode.OK, "6"), await poll);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PollAsync()).Status);
    }

    [Fact]
    [Trait("Seed", "S1.30")]
    [Trait("Seed", "S4.18")]
    public async Task Who_does_not_answer_a_ping_is_dropped_and_who_does_is_not()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:SocketIo:PingInterval", "00:00:00.100"), ("Notifier:SocketIo:PingTimeout", "00:00:02"));
        using var silent = new EngineClient(app);
        using var polling = new EngineClient(app);
        using var alive = new EngineClient(app);
        await silent.OpenSocketAsync();
        await polling.OpenAsync();
        await alive.OpenSocketAsync();

        Assert.Equal("2", (await polling.PollAsync()).Body);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal("2", await alive.ReceiveAsync());
            await alive.SendAsync("3");
        }

        Assert.Equal("2", await silent.ReceiveAsync());
        Assert.Null(await silent.ReceiveAsync());
        await Eventually.TrueAsync(() => Sessions(app) == 1, Deadline);
        Assert.Equal(HttpStatusCode.BadRequest, (await polling.PollAsync()).Status);
    }

    [Fact]
    public async Task A_session_that_joins_nothing_is_closed()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:SocketIo:ConnectTimeout", "00:00:00.100"), ("Notifier:SocketIo:PingInterval", "00:00:01"));
        using var socket = new EngineClient(app);
        using var polling = new EngineClient(app);
        await polling.OpenAsync();
        await socket.OpenSocketAsync();

        Assert.Equal("1", (await polling.PollAsync()).Body);
        Assert.Null(await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Sessions_that_joined_nothing_are_limited()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:SocketIo:MaxPendingSessions", "2"));
        using var client = new EngineClient(app);
        using var second = new EngineClient(app);
        await client.OpenAsync();
        await second.OpenSocketAsync();

        using var refused = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, client.Uri("EIO=4&transport=polling")));
        await client.PostAsync("40");
        using var third = new EngineClient(app);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await third.OpenAsync();
    }

    private static int Sessions(NotifierApp app) => app.Services.GetRequiredService<SocketIoEndpoint.SocketIoServers>().SocketIo.Count;
}

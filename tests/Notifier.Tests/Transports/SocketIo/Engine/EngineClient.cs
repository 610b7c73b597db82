using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Engine;

/// <summary>Engine.IO by hand: nothing is answered, repeated or hidden.</summary>
internal sealed class EngineClient(NotifierApp app, string path = "/socket.io/", string query = "userId=alice") : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = new() { Timeout = Deadline };

    public string Sid { get; set; } = "";
    public ClientWebSocket? Socket { get; private set; }

    public Uri Uri(string rest, string scheme = "http") => new UriBuilder(app.Address) { Scheme = scheme, Path = path, Query = $"{query}&{rest}" }.Uri;

    public Uri Polling => Uri($"EIO=4&transport=polling&sid={Sid}");

    public async Task<JsonElement> OpenAsync()
    {
        var text = await _http.GetStringAsync(Uri("EIO=4&transport=polling"));
        Assert.Equal('0', text[0]);
        var open = JsonElement.Parse(text[1..]);
        Sid = open.GetProperty("sid").GetString()!;
        return open;
    }

    public async Task<JsonElement> OpenSocketAsync()
    {
        Socket = await ConnectAsync("EIO=4&transport=websocket");
        var text = (await ReceiveAsync(Socket))!;
        Assert.Equal('0', text[0]);
        var open = JsonElement.Parse(text[1..]);
        Sid = open.GetProperty("sid").GetString()!;
        return open;
    }

    public Task<ClientWebSocket> ProbeAsync() => ConnectAsync($"EIO=4&transport=websocket&sid={Sid}");

    public async Task UpgradeAsync()
    {
        var socket = await ProbeAsync();
        await SendAsync(socket, "2probe");
        Assert.Equal("3probe", await ReceiveAsync(socket));
        await SendAsync(socket, "5");
        Socket = socket;
    }

    public async Task<ClientWebSocket> ConnectAsync(string rest, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(Uri(rest, "ws"), CancellationToken.None);
        return socket;
    }

    public Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken = default) => _http.GetAsync(Polling, cancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public async Task<(HttpStatusCode Status, string Body)> PollAsync()
    {
        using var response = await GetAsync();
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string body)
    {
        using var response = await _http.PostAsync(Polling, new StringContent(body));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task SendAsync(string text) => SendAsync(Socket!, text);

    public Task<string?> ReceiveAsync() => ReceiveAsync(Socket!);

    public static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next message, binary ones as base64 behind a <c>b</c>; null when the server has closed.</summary>
    public static async Task<string?> ReceiveAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            WebSocketReceiveResult result;
            try
            {
                result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), deadline.Token);
            }
            catch (WebSocketException)
            {
                return null; // cut
            }

            if (result.MessageType == WebSocketMessageType.Close)
                return null;
            length += result.Count;
            if (!result.EndOfMessage)
                continue;
            return result.MessageType == WebSocketMessageType.Text
                ? Encoding.UTF8.GetString(buffer, 0, length)
                : "b" + Convert.ToBase64String(buffer, 0, length);
        }
    }

    public void Dispose()
    {
        Socket?.Dispose();
        _http.Dispose();
    }
}

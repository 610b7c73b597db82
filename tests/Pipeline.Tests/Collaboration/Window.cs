using System.Net.WebSockets;
using System.Text.Json;
using Trawl.Pipeline.Tests.Disturbance;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Collaboration;

/// <summary>A window of somebody's browser: one raw WebSocket, and all that it was told, in order.</summary>
internal sealed class Window : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly CancellationTokenSource _stop = new();
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonElement> _told = [];
    private Task _reading = Task.CompletedTask;

    private Window()
    {
    }

    public IReadOnlyList<JsonElement> Told
    {
        get
        {
            lock (_told)
                return [.. _told];
        }
    }

    /// <summary>Opens it on channels, each from a position.</summary>
    public static async Task<Window> OpenAsync(Uri server, Person person, params (string Channel, long After)[] channels)
    {
        var window = new Window();
        window._socket.Options.SetRequestHeader("X-User-Id", person.Id);
        if (person.IsAdmin)
            window._socket.Options.SetRequestHeader("X-User-Role", "admin");
        await window._socket.ConnectAsync(new Uri($"ws://{server.Authority}/ws"), window._stop.Token);
        window._reading = window.ReadAsync();
        foreach (var (channel, after) in channels)
            await window.SubscribeAsync(channel, after);
        return window;
    }

    public async Task SubscribeAsync(string channel, long after)
    {
        await SendAsync(new { action = "subscribe", channel, after });
        await HearsAsync("subscribed", channel);
    }

    public Task MoveAsync(string channel, int position) => SendAsync(new { action = "cursor", channel, target = "notes", position });

    /// <summary>Waits until it has been told of something on a channel.</summary>
    public async Task<JsonElement> HearsAsync(string type, string channel, Func<JsonElement, bool>? which = null)
    {
        JsonElement[] found = [];
        await UntilAsync(() => (found = [.. On(channel).Where(e => Type(e) == type && which?.Invoke(e) != false)]).Length > 0, $"{type} on {channel}");
        return found[^1];
    }

    /// <summary>Waits until the last it was told of who is there is this.</summary>
    public Task SeesUsersAsync(string channel, params string[] users) =>
        UntilAsync(() => On(channel).LastOrDefault(e => Type(e) == "presence") is { ValueKind: JsonValueKind.Object } last && Users(last).SequenceEqual(users), $"{string.Join(", ", users)} on {channel}");

    /// <summary>The log events of a channel, as they came.</summary>
    public JsonElement[] Log(string channel) => [.. On(channel).Where(e => e.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number && Type(e) != "subscribed")];

    public static IEnumerable<long> Seqs(IEnumerable<JsonElement> events) => events.Select(e => e.GetProperty("seq").GetInt64());

    public static string Type(JsonElement message) => message.GetProperty("type").GetString()!;

    private static IEnumerable<string> Users(JsonElement presence) => presence.GetProperty("data").GetProperty("users").EnumerateArray().Select(user => user.GetString()!);

    private IEnumerable<JsonElement> On(string channel) => Told.Where(e => e.TryGetProperty("channel", out var of) && of.GetString() == channel);

    private async Task UntilAsync(Func<bool> told, string what)
    {
        try
        {
            await Eventually.TrueAsync(told, Deadline);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Not told: {what}. Told: {string.Join('\n', Told)}");
        }
    }

    private Task SendAsync(object message) => _socket.SendAsync(JsonSerializer.Serialize(message), _stop.Token);

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var message in _socket.MessagesAsync(_stop.Token))
            {
                lock (_told)
                    _told.Add(JsonElement.Parse(message));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Closed by its user, or its server was killed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }
}

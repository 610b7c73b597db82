using System.Net.WebSockets;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Contract;

/// <summary>A raw WebSocket and everything that came over it.</summary>
public sealed class Line : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonElement> _heard = [];
    private readonly List<(Func<JsonElement, bool> Wanted, TaskCompletionSource<JsonElement> Came)> _waiting = [];
    private Task _reading = Task.CompletedTask;

    /// <summary>Completes when the server has closed it.</summary>
    public Task Closed => _reading;

    public static async Task<Line> OpenAsync(Uri notifier, string pathAndQuery)
    {
        var line = new Line();
        await line._socket.ConnectAsync(new Uri($"ws://{notifier.Authority}{pathAndQuery}"), default);
        line._reading = line.ReadAsync();
        return line;
    }

    public Task SayAsync(object message) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, default);

    /// <summary>The first message like it, already there or still to come.</summary>
    public async Task<JsonElement> HearAsync(Func<JsonElement, bool> wanted, string what)
    {
        var came = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_heard)
        {
            if (_heard.FirstOrDefault(wanted) is { ValueKind: JsonValueKind.Object } known)
                return known;
            _waiting.Add((wanted, came));
        }

        try
        {
            return await came.Task.WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            lock (_heard)
                throw new TimeoutException($"Never heard: {what}. Heard: {string.Join('\n', _heard.TakeLast(30))}");
        }
    }

    public Task<JsonElement> HearAsync(string type) => HearAsync(message => TypeOf(message) == type, type);

    public static string? TypeOf(JsonElement message) => message.GetProperty("type").GetString();

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                Take(JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Disposed, or the server went: what is waited for then fails by its deadline.
        }
    }

    private void Take(JsonElement message)
    {
        lock (_heard)
        {
            _heard.Add(message);
            foreach (var (wanted, came) in _waiting.Where(waiting => waiting.Wanted(message)))
                came.TrySetResult(message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }
}

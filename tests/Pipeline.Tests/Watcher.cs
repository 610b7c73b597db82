using System.Net.WebSockets;
using System.Text.Json;

namespace Trawl.Pipeline.Tests;

/// <summary>
/// A frontend on the raw WebSocket: subscribes with its cursor, reconnects when the line is cut, and keeps what it saw in
/// the order it came.
/// </summary>
public sealed class Watcher : IAsyncDisposable
{
    private static readonly string[] Terminal = ["completed", "failed", "cancelled", "expired"];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _address;
    private readonly string _channel;
    private readonly Task _run;
    private long _cursor;

    private Watcher(Uri notifier, string channel, string user)
    {
        _channel = channel;
        _address = new Uri($"ws://{notifier.Authority}/ws?userId={user}");
        _run = RunAsync();
    }

    /// <summary>Log events, as they came.</summary>
    public List<JsonElement> Log { get; } = [];

    /// <summary>The percentage of each progress event and snapshot, as they came.</summary>
    public List<double> Progress { get; } = [];

    /// <summary>Running commentary, as it came.</summary>
    public List<JsonElement> Activity { get; } = [];

    /// <summary>Everything that came after the terminal event and is no answer of the server.</summary>
    public List<JsonElement> AfterTheEnd { get; } = [];

    public int Connections { get; private set; }

    public static Watcher Start(Uri notifier, string jobId, string user = "alice") => new(notifier, $"job:{jobId}", user);

    /// <summary>On the channel of a user, where the commentary on all the user's jobs is.</summary>
    public static Watcher StartOnUser(Uri notifier, string user) => new(notifier, $"user:{user}", user);

    /// <summary>The commentary on a job so far, while more of it comes in.</summary>
    public IReadOnlyList<JsonElement> ActivityOf(string jobId)
    {
        lock (Activity)
            return [.. Activity.Where(e => e.GetProperty("jobId").GetString() == jobId)];
    }

    public Task SubscribedAsync(TimeSpan deadline) => _subscribed.Task.WaitAsync(deadline);

    public async Task EndAsync(TimeSpan deadline)
    {
        try
        {
            await _ended.Task.WaitAsync(deadline);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"No terminal event on {_channel} within {deadline}; the last of {Log.Count} log events: {Log.LastOrDefault()}");
        }
    }

    /// <summary>Log events 1…n, each once; progress that never falls; the terminal event last.</summary>
    public void AssertComplete(JsonElement job)
    {
        Assert.Equal(Enumerable.Range(1, (int)job.GetProperty("seq").GetInt64()).Select(n => (long)n), Log.Select(e => e.GetProperty("seq").GetInt64()));
        Assert.Equal(job.GetProperty("status").GetString(), Log[^1].GetProperty("type").GetString());
        Assert.Single(Log, e => Terminal.Contains(e.GetProperty("type").GetString()));
        Assert.Equal(Progress.Order(), Progress);
        Assert.Empty(AfterTheEnd);
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested && !_ended.Task.IsCompleted)
        {
            try
            {
                using var socket = new ClientWebSocket();
                await socket.ConnectAsync(_address, _stop.Token);
                Connections++;
                await SendAsync(socket, new { action = "subscribe", channel = _channel, after = _cursor });
                await ReadAsync(socket);
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException)
            {
                await Task.Delay(100, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 20];
        while (socket.State == WebSocketState.Open)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            if (result.MessageType == WebSocketMessageType.Close)
                return;
            Take(JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement);
        }
    }

    private void Take(JsonElement message)
    {
        var type = message.GetProperty("type").GetString()!;
        switch (type)
        {
            case "subscribed":
                if (message.GetProperty("snapshot") is { ValueKind: JsonValueKind.Object } snapshot)
                    Progress.Add(snapshot.GetProperty("progress").GetDouble());
                _subscribed.TrySetResult();
                return;
            case "connected" or "pong" or "unsubscribed":
                return;
            case "error":
                // The Api may be away for the moment: the next connection asks again.
                throw new WebSocketException(message.ToString());
        }

        if (_ended.Task.IsCompleted)
            AfterTheEnd.Add(message);
        if (type == "progress")
            Progress.Add(message.GetProperty("data").GetProperty("progress").GetDouble());
        else if (message.GetProperty("version").ValueKind == JsonValueKind.Null)
            lock (Activity)
                Activity.Add(message);
        if (message.GetProperty("seq").ValueKind != JsonValueKind.Number)
            return;
        Log.Add(message);
        _cursor = message.GetProperty("seq").GetInt64();
        if (Terminal.Contains(type))
            _ended.TrySetResult();
    }

    private Task SendAsync(ClientWebSocket socket, object message) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }
}

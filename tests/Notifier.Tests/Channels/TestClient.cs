using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>A transport that writes down what it is given, and may stop reading.</summary>
internal sealed class TestClient(NotifierCore core, Caller caller) : Connection(Guid.NewGuid().ToString(), "test", caller, core)
{
    private readonly List<JsonElement> _received = [];
    private readonly List<JsonElement> _batch = [];
    private volatile TaskCompletionSource? _stopped;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Aborted { get; private set; }

    /// <summary>It was written to while it does not read: the writer waits for it.</summary>
    public bool Stalls { get; private set; }
    public int Writes { get; private set; }
    public string? ClosedWith { get; private set; }

    public IReadOnlyList<JsonElement> Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    public IReadOnlyList<long> Seqs => [.. Received.Where(e => e.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number).Select(e => e.GetProperty("seq").GetInt64())];

    public IReadOnlyList<long> Versions(string type) => [.. Received.Where(e => Type(e) == type).Select(e => e.GetProperty("version").GetInt64())];

    public static string Type(JsonElement e) => e.GetProperty("type").GetString()!;

    public Task<ClientError?> RenewAsync(string token) => AuthenticateAsync(token);

    public IDisposable Held() => Hold();

    public void StopReading() => _stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReadOn()
    {
        var stopped = _stopped;
        _stopped = null;
        stopped?.TrySetResult();
    }

    public async Task<Joined> JoinAsync(string channel, long? after = null)
    {
        var answer = await SubscribeAsync(channel, after);
        Assert.Null(answer.Error);
        answer.Open();
        return answer.Joined!;
    }

    public async Task<IReadOnlyList<JsonElement>> UntilAsync(Func<TestClient, bool> enough)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            Task changed;
            lock (_received)
                changed = _changed.Task;
            if (enough(this))
                return Received;
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within a minute; received: {string.Join(" ", Received.Select(e => e.GetRawText()).TakeLast(20))}");
            }
        }
    }

    public override void Append(EventFrame frame) => Add(frame.Json);
    public override void Append(ControlFrame frame) => Add(frame.Bytes.Span);
    public override void Ping() => Send(new ControlFrame("{\"type\":\"ping\"}"u8.ToArray()));
    public override void Abort() => Aborted = true;
    public void Gone() => Ended();

    protected override async ValueTask<bool> FlushAsync()
    {
        if (_stopped is { } stopped)
        {
            Stalls = true;
            await stopped.Task;
        }

        lock (_received)
        {
            Writes += _batch.Count > 0 ? 1 : 0;
            _received.AddRange(_batch);
            _batch.Clear();
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return true;
    }

    protected override ControlFrame CloseFrame(CloseReason reason)
    {
        ClosedWith = reason.Text;
        return new ControlFrame(JsonSerializer.SerializeToUtf8Bytes(new { type = "closed", reason = reason.Text }), last: true);
    }

    protected override ControlFrame UnsubscribedFrame(string channel, string reason) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new { type = "unsubscribed", channel, reason }));

    private void Add(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        _batch.Add(JsonElement.ParseValue(ref reader));
    }
}

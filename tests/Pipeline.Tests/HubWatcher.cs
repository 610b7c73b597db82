using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>A frontend on the SignalR hub, on a line that holds: what came after <c>Subscribe</c>, as it came.</summary>
public sealed class HubWatcher : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JsonElement> _log = [];
    private readonly List<double> _progress = [];

    private HubWatcher(HubConnection hub)
    {
        _hub = hub;
        // One after another: the client calls handlers in the order of arrival.
        foreach (var type in (string[])[EventTypes.Queued, EventTypes.Started, EventTypes.Stage, EventTypes.ModelResult, .. EventTypes.Terminal])
            hub.On<JsonElement>(type, Take);
        hub.On<JsonElement>(EventTypes.Progress, e => _progress.Add(e.GetProperty("data").GetProperty("progress").GetDouble()));
    }

    public static async Task<HubWatcher> StartAsync(Uri notifier, string jobId)
    {
        var watcher = new HubWatcher(await HubClient.ConnectAsync(notifier, "/hubs/jobs?userId=alice"));
        await watcher._hub.InvokeAsync<JsonElement>("Subscribe", $"job:{jobId}", 0L);
        return watcher;
    }

    /// <summary>Waits for the terminal event; then: log events 1…n, each once, in order, and progress that never fell.</summary>
    public async Task AssertCompleteAsync(JsonElement job, TimeSpan deadline)
    {
        await _ended.Task.WaitAsync(deadline);
        Assert.Equal(Enumerable.Range(1, (int)job.GetProperty("seq").GetInt64()).Select(n => (long)n), _log.Select(e => e.GetProperty("seq").GetInt64()));
        Assert.Equal(job.GetProperty("status").GetString(), _log[^1].GetProperty("type").GetString());
        Assert.Equal(_progress.Order(), _progress);
    }

    private void Take(JsonElement e)
    {
        _log.Add(e);
        if (EventTypes.Terminal.Contains(e.GetProperty("type").GetString()!))
            _ended.TrySetResult();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}

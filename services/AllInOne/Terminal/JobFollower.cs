using System.Runtime.InteropServices;
using System.Text.Json;

namespace Trawl.AllInOne.Terminal;

/// <summary>Follows one job to its end. The first Ctrl+C asks for its cancellation, and the end is waited for; the second leaves at once.</summary>
internal sealed class JobFollower : IDisposable
{
    private readonly TrawlApi _api;
    private readonly string _id;
    private readonly PosixSignalRegistration[] _signals;
    private int _asked;

    public JobFollower(TrawlApi api, string id)
    {
        _api = api;
        _id = id;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>The job each time it may look different, and the log events since the last time.</summary>
    public async IAsyncEnumerable<(JsonElement Job, IReadOnlyList<JsonElement> Events)> FollowAsync()
    {
        var after = 0L;
        var cancelled = false;
        while (true)
        {
            if (!cancelled && Volatile.Read(ref _asked) > 0)
            {
                cancelled = true;
                await _api.CancelAsync(_id);
            }

            var answer = await _api.EventsAsync(_id, after, CancellationToken.None);
            after = answer.GetProperty("seq").GetInt64();
            var job = answer.GetProperty("job");
            yield return (job, [.. answer.GetProperty("events").EnumerateArray()]);
            if (TrawlApi.IsEnded(job) && after >= job.GetProperty("seq").GetInt64())
                yield break;
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }

    // The private PostgreSQL ends itself when this process does, so that leaving at once leaves nothing behind.
    private void OnSignal(PosixSignalContext context) => context.Cancel = Interlocked.Increment(ref _asked) == 1;
}

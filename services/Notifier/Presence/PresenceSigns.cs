using Trawl.Notifier.Backplane;
using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Presence;

/// <summary>One sign of life for all channels of this process; drops the replicas that give none.</summary>
internal sealed class PresenceSigns(PresenceBackplane presence, ChannelRegistry channels, ShardBindings bindings, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    private ITimer? _timer;
    private long _lastSign = time.GetTimestamp();
    private bool _listening;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (presence.IsOn)
            _timer = time.CreateTimer(static signs => ((PresenceSigns)signs!).Tick(), this, Period, Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (presence.IsOn)
            presence.PublishSign(leaving: true);
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private void Tick()
    {
        // When the process stood still, the others may have dropped us.
        if (presence.MayHaveMissed || time.GetElapsedTime(_lastSign) > Tolerance - Period)
            channels.AnnouncePresence();
        presence.MayHaveMissed = false;
        _lastSign = time.GetTimestamp();
        presence.PublishSign(leaving: false);
        foreach (var replica in presence.TakeSilent(Tolerance))
            channels.DropReplica(replica);
        if (_listening || !presence.KnowsOthers)
            return;
        // A shard more, only where there is somebody to hear on it. A binding that fails is made when the broker is back.
        _listening = true;
        _ = bindings.AcquireAsync(PresenceBackplane.SignShard).ContinueWith(
            bound => _listening = bound.IsCompletedSuccessfully, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}

using Microsoft.Extensions.Options;
using Trawl.Api.Database;

namespace Trawl.Api.Schedules;

/// <summary>Wakes for what is due. Every replica runs it; none of them leads.</summary>
internal sealed partial class ScheduleLoop(
    DueRuns due, StaleCheck stale, DatabaseReady ready, IOptions<SchedulesOptions> options, TimeProvider time, ILogger<ScheduleLoop> logger)
    : BackgroundService
{
    // When what is due is locked just now.
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly AsyncSignal _changed = new();
    private DateTimeOffset _nextStaleCheck;

    /// <summary>A schedule was changed here. The other replicas need not know: they look soon enough should this one be gone by then.</summary>
    public void Wake() => _changed.Set();

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = PauseAfterFailure;
            try
            {
                pause = await TurnAsync(stoppingToken);
            }
            // The database may be away, or worse: schedules go on as soon as they can.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogTurnFailed(exception, PauseAfterFailure);
            }

            using var timeout = new CancellationTokenSource(pause, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
            await ((Task)_changed.WaitAsync(Timeout.InfiniteTimeSpan, either.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does what is due; how long there is nothing to do then.</summary>
    private async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var next = await due.RunAsync(cancellationToken) ?? DateTimeOffset.MaxValue;
        if (time.GetUtcNow() >= _nextStaleCheck)
        {
            await stale.RunAsync(cancellationToken);
            _nextStaleCheck = time.GetUtcNow() + options.Value.StaleCheckInterval;
        }

        var pause = (next < _nextStaleCheck ? next : _nextStaleCheck) - time.GetUtcNow();
        return pause > options.Value.CheckInterval ? options.Value.CheckInterval : pause > TimeSpan.Zero ? pause : Retry;
    }
}

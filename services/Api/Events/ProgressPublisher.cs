using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Events;

/// <summary>
/// State events of jobs, after commit. The newest of a job waits until its turn comes (ten a second) and is always sent in
/// the end; the one that goes with a terminal status does not wait.
/// </summary>
internal sealed class ProgressPublisher(IEventPublisher publisher, IOptions<JobsOptions> options, TimeProvider time)
{
    private readonly TimeSpan _pause = TimeSpan.FromSeconds(1) / Math.Max(1, options.Value.ProgressPerSecond);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, Line> _lines = new();

    private TimeProvider Clock => time;

    /// <summary>Takes a picture of the job: it may change as soon as this returns.</summary>
    public void Tell(Job job)
    {
        var told = new ChannelEvent
        {
            Type = EventTypes.Progress, Channel = ChannelNames.Job(job.Id), JobId = job.Id, Version = job.Version,
            Timestamp = time.GetUtcNow(), Traceparent = Activity.Current?.Id, Data = ChannelEventJson.Data(ProgressData.Of(job)),
        };
        _lines.GetOrAdd(job.Id, id => new Line(this, id, job.UserId)).Offer(told, last: job.Status.IsTerminal());
    }

    private void Send(ChannelEvent told, string userId) => publisher.Publish(told, userId);

    /// <summary>One job's events.</summary>
    private sealed class Line(ProgressPublisher owner, Guid jobId, string userId)
    {
        private readonly Lock _gate = new();
        private ChannelEvent? _waiting;
        private ITimer? _timer;
        private long _version = -1;
        private bool _ended;

        public void Offer(ChannelEvent told, bool last)
        {
            lock (_gate)
            {
                // Two transactions may come out of their commits in the other order.
                if (told.Version <= _version)
                    return;
                _version = told.Version!.Value;
                var resumed = _ended;
                _ended = last;
                if (last || resumed || _timer is null)
                    SendAndRest(told);
                else
                    _waiting = told;
            }
        }

        private void SendAndRest(ChannelEvent told)
        {
            owner.Send(told, userId);
            _waiting = null;
            _timer?.Dispose();
            // An ended job's line is kept a while: it knows what is too old to be told after the end.
            _timer = owner.Clock.CreateTimer(_ => Rested(), null, _ended ? Remembered : owner._pause, Timeout.InfiniteTimeSpan);
        }

        private void Rested()
        {
            lock (_gate)
            {
                if (_waiting is { } told)
                {
                    SendAndRest(told);
                    return;
                }

                _timer?.Dispose();
                _timer = null;
                if (_ended)
                    owner._lines.TryRemove(jobId, out _);
            }
        }
    }
}

using Trawl.Api.Database;
using Trawl.Api.Queue.Order;

namespace Trawl.Api.Queue.Waits;

/// <summary>
/// How long one waits at a place: roughly, from how fast places become free; then corrected by how it went for those who were told
/// before. Each replica corrects what it would itself have told of every job, so that none depends on what the others know.
/// </summary>
internal sealed class WaitEstimates
{
    // A free place is taken as soon as the dispatcher looks.
    private const double SoonMs = 50;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (double RoughMs, Dials Dials)> _told = [];

    // By lane: others get in before the lower ones. And for free places, where one waits for something else.
    private readonly Dials[] _busy = [new(), new(), new()];
    private readonly Dials[] _free = [new(), new(), new()];
    private double? _serviceMs;
    private int _capacity;
    private int _running;

    /// <summary>What is so now.</summary>
    /// <param name="endedMs">How long the last jobs ran.</param>
    /// <param name="runningMs">For how long those have run that run now.</param>
    /// <param name="capacity">How many may run at once.</param>
    public void Measure(IReadOnlyCollection<double> endedMs, IReadOnlyCollection<double> runningMs, int capacity)
    {
        lock (_gate)
        {
            (_capacity, _running) = (capacity, runningMs.Count);
            // Who still runs has said something, too: else a few that never end would not count.
            _serviceMs = endedMs.Count == 0 ? null : (endedMs.Sum() + runningMs.Sum()) / endedMs.Count;
        }
    }

    /// <summary>Null until something was measured, and while there is no worker.</summary>
    public Wait? Of(int position, JobPriority lane)
    {
        lock (_gate)
            return Rough(position, lane) is { } rough ? rough.Dials.Of(rough.Ms) : null;
    }

    /// <summary>A job came to a place, or left the queue: once each, in the order in which it happened.</summary>
    public void Hear(QueueChange change, int position)
    {
        lock (_gate)
        {
            if (change.Key is { } key)
            {
                if (Rough(position, key.Lane) is { } told)
                    _told.TryAdd(change.Id, told);
                return;
            }

            _running += change.Waited is null ? 0 : 1;
            if (_told.Remove(change.Id, out var was) && change.Waited is { } waited)
                was.Dials.Turn(was.RoughMs, waited.TotalMilliseconds);
        }
    }

    /// <summary>Forgets what it never heard the end of.</summary>
    public void Keep(Func<Guid, bool> isQueued)
    {
        lock (_gate)
            foreach (var id in _told.Keys.Where(id => !isQueued(id)).ToArray())
                _told.Remove(id);
    }

    private (double Ms, Dials Dials)? Rough(int position, JobPriority lane)
    {
        if (_capacity == 0 || _serviceMs is not { } service)
            return null;
        var ends = position - Math.Max(0, _capacity - _running);
        var dials = (ends > 0 ? _busy : _free)[(int)lane];
        return (ends > 0 ? service * ends / _capacity : SoonMs, dials);
    }

    private sealed class Dials
    {
        private readonly WaitDial _median = new(0.5, 1);
        private readonly WaitDial _p90 = new(0.9, 4);

        public Wait Of(double roughMs)
        {
            var median = _median.Of(roughMs);
            return new Wait(median, Math.Max(median, _p90.Of(roughMs)));
        }

        public void Turn(double roughMs, double waitedMs)
        {
            _median.Turn(roughMs, waitedMs);
            _p90.Turn(roughMs, waitedMs);
        }
    }
}

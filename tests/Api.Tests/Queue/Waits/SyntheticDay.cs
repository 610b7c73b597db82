using Trawl.Api.Database;
using Trawl.Api.Queue;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;

namespace Trawl.Api.Tests.Queue.Waits;

/// <summary>
/// A day of load in virtual time, in the real order and with the real estimates: a quiet night, a busy day, users with a thousand
/// jobs at once, workers that go and come, jobs that take a second or an hour.
/// </summary>
internal sealed class SyntheticDay(int seed)
{
    /// <param name="Lane">As submitted.</param>
    public sealed record Told(JobPriority Lane, Wait Wait, double WaitedMs);

    private sealed record Work(QueueChange Change, string User, double ServiceMs);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan PromoteAfter = TimeSpan.FromMinutes(10);
    private readonly Random _random = new(seed);
    private readonly QueueIndex _queue = new();
    private readonly WaitEstimates _waits = new();
    private readonly Dictionary<Guid, Work> _work = [];
    private readonly Dictionary<Guid, (JobPriority Lane, Wait? Wait)> _told = [];
    private readonly Dictionary<Guid, DateTimeOffset> _laneSince = [];
    private readonly PriorityQueue<(Guid Id, DateTimeOffset Began), DateTimeOffset> _running = new();
    private readonly Queue<double> _ended = [];
    private DateTimeOffset _now = Start;
    private long _version;

    public List<Told> Outcome { get; } = [];

    /// <summary>Second by second; what happens within one, happens in the order of the code.</summary>
    public void Run()
    {
        for (var second = 0; second < 86_400; second++)
        {
            _now = Start.AddSeconds(second);
            while (_running.TryPeek(out var job, out var end) && end <= _now)
            {
                _running.Dequeue();
                _ended.Enqueue((end - job.Began).TotalMilliseconds);
                if (_ended.Count > 200)
                    _ended.Dequeue();
            }

            _waits.Measure(_ended, [.. _running.UnorderedItems.Select(job => (_now - job.Element.Began).TotalMilliseconds)], Capacity());
            if (second % 10 == 0)
                Promote();
            Arrive(second);
            Admit();
        }
    }

    private int Capacity() => _now.Hour switch { 12 => 3, 16 or 17 => 16, _ => 8 };

    private void Arrive(int second)
    {
        // From ten an hour at night to two hundred at noon; eight workers manage some 300.
        var perHour = 10 + (190 * Math.Max(0, Math.Sin((_now.TimeOfDay.TotalHours - 6) / 12 * Math.PI)));
        if (_random.NextDouble() < perHour / 3600)
            Submit($"user{_random.Next(20)}", _random.Next(10) switch { 0 => JobPriority.High, < 3 => JobPriority.Low, _ => JobPriority.Normal });
        if (second is 9 * 3600 or 14 * 3600)
            for (var i = 0; i < 400; i++)
                Submit("batch", JobPriority.Normal);
        if (second % 7200 == 0)
            for (var i = 0; i < 30; i++)
                Submit("hourly", (JobPriority)_random.Next(3));
    }

    private void Submit(string user, JobPriority lane)
    {
        var id = Guid.CreateVersion7(_now.AddMilliseconds(_version % 1000));
        // Lognormal: half of them take less than half a minute, one in a hundred a quarter of an hour and more.
        var service = 30_000 * Math.Exp(1.5 * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
        var key = Put(id, user, lane, service);
        _told[id] = (lane, _waits.Of(_queue.PlaceOf(key).Position, lane));
        _waits.Hear(_work[id].Change, _queue.PlaceOf(key).Position);
    }

    private QueueKey Put(Guid id, string user, JobPriority lane, double service)
    {
        var since = _work.TryGetValue(id, out var work) ? work.Change.Since : _now.AddMilliseconds(_random.Next(1000));
        var next = _queue.Slice(0, int.MaxValue).FirstOrDefault(k => k.Lane == lane).Turn;
        var last = _work.Values.Where(w => w.User == user && w.Change.Id != id && w.Change.Key!.Value.Lane == lane).Select(w => w.Change.Key!.Value.Turn).DefaultIfEmpty().Max();
        var key = new QueueKey(lane, QueueTurns.After(next, last, weight: 1), id);
        var change = new QueueChange(id, ++_version, key, since);
        (_work[id], _laneSince[id]) = (new Work(change, user, service), _now);
        _queue.Apply(change);
        return key;
    }

    private void Promote()
    {
        foreach (var (id, work) in _work.Where(w => w.Value.Change.Key!.Value.Lane < JobPriority.High && _now - _laneSince[w.Key] >= PromoteAfter).ToArray())
            Put(id, work.User, work.Change.Key!.Value.Lane + 1, work.ServiceMs);
    }

    private void Admit()
    {
        foreach (var key in _queue.Slice(0, Math.Max(0, Capacity() - _running.Count)))
        {
            _work.Remove(key.Id, out var work);
            var began = _now.AddMilliseconds(1000 + _random.Next(20, 200));
            var change = new QueueChange(key.Id, ++_version, null, Waited: began - work!.Change.Since);
            _queue.Apply(change);
            _waits.Hear(change, 0);
            _running.Enqueue((key.Id, began), began.AddMilliseconds(work.ServiceMs));
            if (_told[key.Id] is { Wait: { } told, Lane: var lane })
                Outcome.Add(new Told(lane, told, change.Waited!.Value.TotalMilliseconds));
        }
    }
}

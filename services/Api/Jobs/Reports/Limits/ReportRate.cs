using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Trawl.Api.Jobs.Reports.Limits;

/// <summary>A bucket of tokens for each job that is reported on, one a report.</summary>
internal sealed class ReportRate(IOptions<ReportsOptions> options, TimeProvider time)
{
    private const int SweptFrom = 1000;
    private readonly ConcurrentDictionary<Guid, Bucket> _buckets = new();
    private int _sweepAt = SweptFrom;

    private ReportsOptions Limits => options.Value;

    /// <summary>Null when so many reports may be taken, else how long to wait.</summary>
    public TimeSpan? Take(Guid jobId, int reports)
    {
        if (Limits.PerSecond == 0)
            return null;
        var wait = _buckets.GetOrAdd(jobId, _ => new Bucket(this)).Take(reports);
        if (_buckets.Count >= _sweepAt)
            Sweep();
        return wait;
    }

    /// <summary>A full bucket is as good as none. One that is taken from in this moment loses some tokens' count: no harm.</summary>
    private void Sweep()
    {
        foreach (var (job, bucket) in _buckets)
            if (bucket.IsFull)
                _buckets.TryRemove(job, out _);
        _sweepAt = Math.Max(SweptFrom, _buckets.Count * 2);
    }

    private sealed class Bucket(ReportRate rate)
    {
        private readonly Lock _gate = new();
        private double _tokens = rate.Limits.Burst;
        private long _filled = rate.Now;

        public bool IsFull
        {
            get
            {
                lock (_gate)
                    return Fill() >= rate.Limits.Burst;
            }
        }

        public TimeSpan? Take(int reports)
        {
            lock (_gate)
            {
                // An array larger than the bucket is taken from a full one, which then owes the rest.
                var missing = Math.Min(reports, rate.Limits.Burst) - Fill();
                if (missing > 0)
                    return TimeSpan.FromSeconds(missing / rate.Limits.PerSecond);
                _tokens -= reports;
                return null;
            }
        }

        private double Fill()
        {
            var now = rate.Now;
            _tokens = Math.Min(rate.Limits.Burst, _tokens + (rate.Since(_filled, now).TotalSeconds * rate.Limits.PerSecond));
            _filled = now;
            return _tokens;
        }
    }

    private long Now => time.GetTimestamp();

    private TimeSpan Since(long from, long until) => time.GetElapsedTime(from, until);
}

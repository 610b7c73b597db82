using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Trawl.Crawler.Robots;

/// <summary>Each site's robots.txt, read once however many pages ask for it, until it is stale.</summary>
internal sealed class RobotsCache(RobotsReader reader, IOptions<CrawlerOptions> options, TimeProvider time)
{
    /// <summary>Above this many sites the stale ones go, and if none is stale, all.</summary>
    private const int MaxSites = 10_000;

    private readonly ConcurrentDictionary<string, Entry> sites = new();

    /// <summary>What is known of a site.</summary>
    /// <param name="origin">Scheme and host, as <c>https://example.com</c>.</param>
    /// <param name="cancellationToken">Gives up waiting; the file is read on for the others.</param>
    public Task<RobotsVerdict> GetAsync(string origin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!sites.TryGetValue(origin, out var entry) || entry.IsStale(now))
        {
            Trim(now);
            var fresh = new Entry(() => reader.ReadAsync(origin, CancellationToken.None));
            entry = sites.AddOrUpdate(origin, fresh, (_, current) => current.IsStale(now) ? fresh : current);
        }

        return entry.Verdict.IsCompletedSuccessfully ? entry.Verdict : AwaitAsync(entry, cancellationToken);
    }

    private async Task<RobotsVerdict> AwaitAsync(Entry entry, CancellationToken cancellationToken)
    {
        var verdict = await entry.Verdict.WaitAsync(cancellationToken);
        entry.ExpireAt(time.GetUtcNow() + (verdict.Failure is null ? options.Value.RobotsLifetime : options.Value.RobotsRetry));
        return verdict;
    }

    private void Trim(DateTimeOffset now)
    {
        if (sites.Count < MaxSites)
            return;
        foreach (var (origin, entry) in sites)
        {
            if (entry.IsStale(now))
                sites.TryRemove(origin, out _);
        }

        if (sites.Count >= MaxSites)
            sites.Clear();
    }

    private sealed class Entry(Func<Task<RobotsVerdict>> read)
    {
        private readonly Lazy<Task<RobotsVerdict>> verdict = new(read);
        private long expires = DateTimeOffset.MaxValue.Ticks;

        public Task<RobotsVerdict> Verdict => verdict.Value;

        /// <summary>Never, until it has been read; at once, if reading it threw.</summary>
        public bool IsStale(DateTimeOffset now) => Interlocked.Read(ref expires) <= now.UtcTicks || (verdict.IsValueCreated && verdict.Value.IsFaulted);

        public void ExpireAt(DateTimeOffset moment) => Interlocked.CompareExchange(ref expires, moment.UtcTicks, DateTimeOffset.MaxValue.Ticks);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
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
            var fresh = new Entry(() => reader.ReadAsync(origin, CancellationToken.None), GoodUntil);
            entry = sites.AddOrUpdate(origin, fresh, (_, current) => current.IsStale(now) ? fresh : current);
        }

        return entry.Verdict.WaitAsync(cancellationToken);
    }

    /// <summary>What is known of a site already, so that nothing need be asked.</summary>
    public bool TryGet(string origin, [NotNullWhen(true)] out RobotsVerdict? verdict)
    {
        verdict = sites.TryGetValue(origin, out var entry) && !entry.IsStale(time.GetUtcNow()) ? entry.Known : null;
        return verdict is not null;
    }

    private DateTimeOffset GoodUntil(RobotsVerdict verdict) =>
        time.GetUtcNow() + (verdict.Failure is null ? options.Value.RobotsLifetime : options.Value.RobotsRetry);

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

    private sealed class Entry
    {
        private readonly Lazy<Task<RobotsVerdict>> verdict;
        private long expires = DateTimeOffset.MaxValue.Ticks;

        public Entry(Func<Task<RobotsVerdict>> read, Func<RobotsVerdict, DateTimeOffset> goodUntil) =>
            verdict = new Lazy<Task<RobotsVerdict>>(() => ReadAsync(read, goodUntil));

        public Task<RobotsVerdict> Verdict => verdict.Value;

        public RobotsVerdict? Known => verdict is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? verdict.Value.Result : null;

        /// <summary>Never, until it has been read; at once, if reading it threw.</summary>
        public bool IsStale(DateTimeOffset now) => Interlocked.Read(ref expires) <= now.UtcTicks || (verdict.IsValueCreated && verdict.Value.IsFaulted);

        // Here and not where it is waited for: those who wait may all have given up before it is there.
        private async Task<RobotsVerdict> ReadAsync(Func<Task<RobotsVerdict>> read, Func<RobotsVerdict, DateTimeOffset> goodUntil)
        {
            var result = await read();
            Interlocked.Exchange(ref expires, goodUntil(result).UtcTicks);
            return result;
        }
    }
}

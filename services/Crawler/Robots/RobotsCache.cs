using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Trawl.Crawler.Robots;

/// <summary>Each site's robots.txt, read once however many pages ask for it, until it is stale.</summary>
internal sealed class RobotsCache(RobotsReader reader, IOptions<CrawlerOptions> options, TimeProvider time)
{
    /// <summary>Above this many sites the stale ones go, and if none is stale, all.</summary>
    private const int MaxSites = 10_000;

    /// <summary>A site whose robots.txt fails for longer, and of which none was ever read, is taken to have none: RFC 9309, 2.3.1.4.</summary>
    private static readonly TimeSpan LongOutage = TimeSpan.FromHours(24);

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
            var before = entry?.Outage ?? default;
            var fresh = new Entry(known => ReadAsync(origin, before, known));
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

    // The rules that were good hold while the server fails, however old they get: it has not said anything else.
    private async Task<RobotsVerdict> ReadAsync(string origin, Outage before, Entry entry)
    {
        var verdict = await reader.ReadAsync(origin, CancellationToken.None);
        var now = time.GetUtcNow();
        if (verdict.Failure is null)
        {
            entry.Learn(new Outage(verdict.Rules, null), now + options.Value.RobotsLifetime);
            return verdict;
        }

        var since = before.Since ?? now;
        entry.Learn(before with { Since = since }, now + options.Value.RobotsRetry);
        if (before.LastRules is { } rules)
            return new RobotsVerdict(rules, null);
        return now - since > LongOutage ? RobotsVerdict.Free : verdict;
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

    /// <summary>What to hold on to while a site's file cannot be read.</summary>
    /// <param name="LastRules">What it said last; null when it was never read.</param>
    /// <param name="Since">Of the first failure since; null when the last reading was none.</param>
    private readonly record struct Outage(RobotsRules? LastRules, DateTimeOffset? Since);

    private sealed class Entry
    {
        private readonly Lazy<Task<RobotsVerdict>> verdict;
        private long expires = DateTimeOffset.MaxValue.Ticks;

        public Entry(Func<Entry, Task<RobotsVerdict>> read) => verdict = new Lazy<Task<RobotsVerdict>>(() => read(this));

        public Task<RobotsVerdict> Verdict => verdict.Value;

        public RobotsVerdict? Known => verdict is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? verdict.Value.Result : null;

        public Outage Outage { get; private set; }

        /// <summary>Never, until it has been read; at once, if reading it threw.</summary>
        public bool IsStale(DateTimeOffset now) => Interlocked.Read(ref expires) <= now.UtcTicks || (verdict.IsValueCreated && verdict.Value.IsFaulted);

        // Said where it is read and not where it is waited for: those who wait may all have given up before it is there.
        public void Learn(Outage outage, DateTimeOffset goodUntil)
        {
            Outage = outage;
            Interlocked.Exchange(ref expires, goodUntil.UtcTicks);
        }
    }
}

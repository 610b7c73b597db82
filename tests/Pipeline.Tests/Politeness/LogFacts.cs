namespace Trawl.Pipeline.Tests.Politeness;

/// <summary>What a site's log proves.</summary>
internal static class LogFacts
{
    /// <summary>No two requests start closer than this.</summary>
    public static void Apart(IReadOnlyList<LoggedRequest> log, TimeSpan delay)
    {
        for (var i = 1; i < log.Count; i++)
            Assert.True(
                log[i].Start - log[i - 1].Start >= delay,
                $"{log[i].Path} came {(log[i].Start - log[i - 1].Start).TotalMilliseconds:F1} ms after {log[i - 1].Path}, as number {i} of {log.Count}.");
    }

    /// <summary>The most requests that were under way at once.</summary>
    /// <param name="log">The site's.</param>
    /// <param name="kill">When a crawler was killed: what it had asked ended then, whenever the site became aware of it.</param>
    public static int Most(IReadOnlyList<LoggedRequest> log, TimeSpan? kill = null)
    {
        var moments = log.SelectMany(request => new[] { (At: request.Start, Change: 1), (At: request.Aborted && kill < request.End ? kill.Value : request.End, Change: -1) })
            .OrderBy(moment => moment.At).ThenBy(moment => moment.Change);
        var (now, most) = (0, 0);
        foreach (var (_, change) in moments)
            most = Math.Max(most, now += change);
        return most;
    }

    /// <summary>
    /// Nobody asks while the site wants to be left alone, but those who were about to as the first was told so: of so many that may
    /// ask at once, all but that one, once.
    /// </summary>
    public static void LeftAlone(IReadOnlyList<LoggedRequest> log, int concurrency)
    {
        var told = log.Where(request => request.NotBefore is not null).GroupBy(request => request.NotBefore!.Value).ToList();
        Assert.NotEmpty(told);
        foreach (var time in told)
            Assert.True(
                time.Count() <= concurrency,
                $"{time.Count()} requests came while the site was to be left alone: {string.Join(", ", time.Select(r => $"{r.Path} at {r.Start.TotalMilliseconds:F0}"))}, until {time.Key.TotalMilliseconds:F0}.");
    }
}

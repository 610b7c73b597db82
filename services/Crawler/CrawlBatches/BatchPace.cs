namespace Trawl.Crawler.CrawlBatches;

/// <summary>When a batch may ask its site next. With a delay there is one who asks; without one, nobody waits.</summary>
internal sealed class BatchPace(TimeSpan delay, TimeSpan budget, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private long? lastAsked;

    public TimeSpan Delay { get; private set; } = delay;

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Whether the next page would come too late.</summary>
    public bool IsOver => Elapsed + Rest > budget;

    private TimeSpan Rest => lastAsked is { } last && Delay > TimeSpan.Zero ? Delay - time.GetElapsedTime(last) : TimeSpan.Zero;

    /// <summary>Something is asked of the site now.</summary>
    public void Asked() => lastAsked = time.GetTimestamp();

    /// <summary>Somebody may have asked a moment ago. False when waiting it out takes longer than the batch may.</summary>
    public bool AskedByOther()
    {
        Asked();
        return Delay <= budget;
    }

    /// <summary>The site wishes more time between two requests than was known.</summary>
    public void AtLeast(TimeSpan? wished)
    {
        if (wished > Delay)
            Delay = wished.Value;
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        // Timers may fire a little early; the site's own clock would see that.
        while (Rest is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancellationToken);
    }

    /// <summary>
    /// As <see cref="WaitAsync"/>, but no longer than the batch may take: a site whose robots.txt was just read, and whose delay is
    /// longer than that, would else be waited for with every new reading and never be asked for a page.
    /// </summary>
    public async Task WaitFirstAsync(CancellationToken cancellationToken)
    {
        while (Rest is var rest && rest > TimeSpan.Zero && Elapsed < budget)
            await Task.Delay(rest < budget - Elapsed ? rest : budget - Elapsed, time, cancellationToken);
    }
}

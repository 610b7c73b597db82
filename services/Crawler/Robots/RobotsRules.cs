namespace Trawl.Crawler.Robots;

/// <summary>What a robots.txt says to one crawler: RFC 9309. Immutable.</summary>
internal sealed class RobotsRules
{
    /// <summary>Everything is allowed.</summary>
    public static RobotsRules Free { get; } = new([], null, []);

    private readonly RobotsRule[] rules;

    public RobotsRules(IEnumerable<RobotsRule> rules, TimeSpan? crawlDelay, IReadOnlyList<string> sitemaps)
    {
        // The longest match wins, and of two that are as long, the one that allows: so the first match in this order decides.
        this.rules = [.. rules.OrderByDescending(rule => rule.Length).ThenByDescending(rule => rule.Allow)];
        CrawlDelay = crawlDelay;
        Sitemaps = sitemaps;
    }

    /// <summary>Wished between two requests; null when none is named.</summary>
    public TimeSpan? CrawlDelay { get; }

    /// <summary>Sitemaps the file names, as written, at most 100; they are for every crawler.</summary>
    public IReadOnlyList<string> Sitemaps { get; }

    /// <summary>Whether a normalised path and query may be fetched.</summary>
    public bool Allows(ReadOnlySpan<char> pathAndQuery)
    {
        var path = pathAndQuery.Contains('%') ? RobotsRule.WithSpecials(pathAndQuery.ToString()) : pathAndQuery;
        foreach (var rule in rules)
        {
            if (rule.Matches(path))
                return rule.Allow || pathAndQuery is "/robots.txt";
        }

        return true;
    }
}

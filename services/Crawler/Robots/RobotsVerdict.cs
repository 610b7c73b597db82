using Trawl.Crawler.Fetching;

namespace Trawl.Crawler.Robots;

/// <summary>What is known of a site's robots.txt.</summary>
/// <param name="Rules">What it says; null when it could not be read, and the site is closed for now.</param>
/// <param name="Failure">Why it could not be read.</param>
internal sealed record RobotsVerdict(RobotsRules? Rules, FetchFailure? Failure)
{
    public static RobotsVerdict Free { get; } = new(RobotsRules.Free, null);
}

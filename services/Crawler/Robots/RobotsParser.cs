using System.Buffers;
using System.Globalization;

namespace Trawl.Crawler.Robots;

/// <summary>Reads robots.txt as RFC 9309 says: groups of one agent are merged, those of <c>*</c> count only where no other names us.</summary>
internal sealed class RobotsParser(string productToken)
{
    /// <summary>Each is a request. Nobody who names more means all of them to be read for one crawl.</summary>
    private const int MaxSitemaps = 100;

    private static readonly SearchValues<char> EndOfToken = SearchValues.Create("/ \t*;,(");
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly Group ours = new();
    private readonly Group everyones = new();
    private readonly List<string> sitemaps = [];
    private bool inAgentLines;
    private bool toUs;
    private bool toEveryone;
    private bool namesUs;

    public static RobotsRules Parse(ReadOnlySpan<char> text, string productToken)
    {
        var parser = new RobotsParser(productToken);
        foreach (var line in text.TrimStart('\ufeff').EnumerateLines())
            parser.Line(line);
        var group = parser.namesUs ? parser.ours : parser.everyones;
        return new RobotsRules(group.Rules, group.Delay, parser.sitemaps);
    }

    private void Line(ReadOnlySpan<char> line)
    {
        var comment = line.IndexOf('#');
        if (comment >= 0)
            line = line[..comment];
        var colon = line.IndexOf(':');
        if (colon < 0)
            return;
        var key = line[..colon].Trim();
        var value = line[(colon + 1)..].Trim();
        if (Is(key, "user-agent"))
            Agent(value);
        else if (Is(key, "allow") || Is(key, "disallow"))
            Rule(allow: key.Length == 5, value);
        else if (Is(key, "crawl-delay"))
            Delay(value);
        else if (Is(key, "sitemap") && sitemaps.Count < MaxSitemaps)
            sitemaps.Add(value.ToString());
    }

    private void Agent(ReadOnlySpan<char> value)
    {
        if (!inAgentLines)
            (toUs, toEveryone, inAgentLines) = (false, false, true);
        // Only the token counts: "Trawl/1.0" is Trawl.
        var end = value.IndexOfAny(EndOfToken);
        if (value is "*" or ['*', ' ' or '\t', ..])
            toEveryone = true;
        else if (Is(end < 0 ? value : value[..end], productToken))
            (toUs, namesUs) = (true, true);
    }

    private void Rule(bool allow, ReadOnlySpan<char> value)
    {
        inAgentLines = false;
        // An empty Disallow forbids nothing; a pattern that begins with neither is no path.
        if (value is not (['/', ..] or ['*', ..]))
            return;
        var rule = new RobotsRule(allow, value.ToString());
        if (toUs)
            ours.Rules.Add(rule);
        if (toEveryone)
            everyones.Rules.Add(rule);
    }

    private void Delay(ReadOnlySpan<char> value)
    {
        // To the RFC this is a line like any unknown one. But who writes it below an agent has finished with that agent, and the
        // next one's "Disallow: /" would otherwise close the site to everybody.
        inAgentLines = false;
        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return;
        var delay = TimeSpan.FromSeconds(Math.Min(seconds, LongestDelay.TotalSeconds));
        if (toUs)
            ours.Delay = delay;
        if (toEveryone)
            everyones.Delay = delay;
    }

    private static bool Is(ReadOnlySpan<char> text, string wanted) => text.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private sealed class Group
    {
        public List<RobotsRule> Rules { get; } = [];
        public TimeSpan? Delay { get; set; }
    }
}

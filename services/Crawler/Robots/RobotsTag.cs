namespace Trawl.Crawler.Robots;

/// <summary>X-Robots-Tag headers, as they concern us.</summary>
internal readonly record struct RobotsTag(bool NoIndex, bool NoFollow)
{
    /// <param name="headers">One header an entry: <c>noindex, nofollow</c>, or <c>somebot: noindex</c> for one crawler alone.</param>
    /// <param name="productToken">Our name.</param>
    public static RobotsTag Parse(IReadOnlyList<string> headers, string productToken)
    {
        var tag = default(RobotsTag);
        foreach (var header in headers)
        {
            var rules = header.AsSpan();
            var colon = rules.IndexOf(':');
            var comma = rules.IndexOf(',');
            if (colon > 0 && (comma < 0 || colon < comma) && !rules[..colon].Trim().Equals("unavailable_after", StringComparison.OrdinalIgnoreCase))
            {
                if (!rules[..colon].Trim().Equals(productToken, StringComparison.OrdinalIgnoreCase))
                    continue;
                rules = rules[(colon + 1)..];
            }

            foreach (var range in rules.Split(','))
                tag = tag.With(rules[range].Trim());
        }

        return tag;
    }

    private RobotsTag With(ReadOnlySpan<char> rule)
    {
        var none = rule.Equals("none", StringComparison.OrdinalIgnoreCase);
        return new RobotsTag(
            NoIndex || none || rule.Equals("noindex", StringComparison.OrdinalIgnoreCase),
            NoFollow || none || rule.Equals("nofollow", StringComparison.OrdinalIgnoreCase));
    }
}

using Trawl.Web;

namespace Trawl.Crawler.Robots;

/// <summary>One Allow or Disallow line.</summary>
internal sealed class RobotsRule
{
    private readonly string[] parts;
    private readonly bool toTheEnd;

    public RobotsRule(bool allow, string pattern)
    {
        Allow = allow;
        toTheEnd = pattern.EndsWith('$');
        // The same spelling as URLs have, or %7E would not meet ~.
        var normal = PercentEncoding.Normalise(toTheEnd ? pattern[..^1] : pattern);
        Length = normal.Length + (toTheEnd ? 1 : 0);
        parts = Array.ConvertAll(normal.Split('*'), WithSpecials);
    }

    public bool Allow { get; }

    /// <summary>The longer the more it means this very page.</summary>
    public int Length { get; }

    /// <summary>A path as it is matched: stars and dollars stand bare, whichever way they were written.</summary>
    public static string WithSpecials(string path) =>
        path.Contains('%', StringComparison.Ordinal) ? path.Replace("%2A", "*", StringComparison.Ordinal).Replace("%24", "$", StringComparison.Ordinal) : path;

    /// <summary>Whether the path, <see cref="WithSpecials"/>, begins as the pattern says. The parts between stars are sought from left to right: no backtracking.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        if (!path.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        if (parts.Length == 1)
            return !toTheEnd || path.Length == parts[0].Length;
        path = path[parts[0].Length..];
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var at = path.IndexOf(parts[i], StringComparison.Ordinal);
            if (at < 0)
                return false;
            path = path[(at + parts[i].Length)..];
        }

        return toTheEnd ? path.EndsWith(parts[^1], StringComparison.Ordinal) : path.IndexOf(parts[^1], StringComparison.Ordinal) >= 0;
    }
}

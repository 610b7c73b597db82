using FsCheck;
using FsCheck.Fluent;
using Trawl.Crawler.Robots;
using Trawl.TestSupport;

namespace Trawl.Crawler.Tests.Robots;

public sealed class RobotsFuzzTests
{
    private static readonly string[] Pieces =
    [
        "User-agent:", "User-agent: *", "user-agent: Trawl", "User-Agent: Trawl/1.0 x", "USER-AGENT: other", "Disallow:", "Allow:", "Disallow: /", "Allow: /a", "Disallow: /a*b$",
        "Disallow: *", "Disallow: $", "Allow: /%2A%24%zz%e3", "Disallow: /\u00e9", "Crawl-delay: 2.5", "Crawl-delay: 1e9", "Crawl-delay: 99999999999999999999999999999999999",
        "Sitemap: http://a/s.xml", "Sitemap:", "Host: x", ":", "::", "#", "# Disallow: /", " ", "\t", "\n", "\n", "\n", "\r", "\r\n", "\0", "\ufeff", "\ud800", "\u2028", "*", "$", "/", "a",
    ];

    private static readonly Gen<string> Anything = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static readonly Gen<string> Lines = Gen.Frequency((6, Gen.Elements(Pieces)), (1, Anything)).ListOf().Select(string.Concat);

    private static readonly Gen<string> Paths = Gen.Elements("a", "b", "/", "*", "$", "%2A", "%24", "%C3%A9", "?", "=", ".html").ListOf().Select(parts => "/" + string.Concat(parts));

    [Fact]
    public void Fuzz_any_file_can_be_read_and_asked() => Holds(Lines.Zip(Paths), x =>
    {
        var rules = RobotsParser.Parse(x.Item1, "Trawl");
        rules.Allows(x.Item2);
        return rules.Allows("/robots.txt") && rules.Sitemaps.Count <= 100 && rules.CrawlDelay is not { TotalHours: < 0 or > 1 };
    });

    [Fact]
    public void Fuzz_lines_that_mean_nothing_change_nothing()
    {
        var line = Gen.Elements(
            "User-agent: *", "User-agent: Trawl", "User-agent: x", "Disallow: /a", "Allow: /a/b", "Disallow: /", "Allow: /b$", "Crawl-delay: 3", "Disallow:");
        Holds(line.ListOf().Zip(Paths).Zip(Gen.Elements("\n", "\r", "\r\n", "\nNo-such-line: 1\n", "\n\n", "# said\n", "\t \n")), x =>
        {
            var (lines, path) = x.Item1;
            var (plain, other) = (RobotsParser.Parse(string.Join('\n', lines), "Trawl"), RobotsParser.Parse(string.Join(x.Item2, lines), "Trawl"));
            return plain.Allows(path) == other.Allows(path) && plain.CrawlDelay == other.CrawlDelay;
        });
    }

    [Fact]
    public void Fuzz_a_rule_matches_as_its_definition_says()
    {
        var patterns = Gen.Elements("a", "b", "/", "*", "*", "ab").ListOf().Resize(8).Zip(Gen.Elements("", "$")).Select(x => "/" + string.Concat(x.Item1) + x.Item2);
        var paths = Gen.Elements("a", "b", "/").ListOf().Resize(16).Select(parts => "/" + string.Concat(parts));
        Holds(patterns.Zip(paths), x => new RobotsRule(allow: true, x.Item1).Matches(x.Item2) == Matches(x.Item1, x.Item2));
    }

    // The definition, as slow as it likes to be.
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        if (pattern.IsEmpty)
            return true;
        if (pattern is "$")
            return path.IsEmpty;
        if (pattern[0] != '*')
            return !path.IsEmpty && path[0] == pattern[0] && Matches(pattern[1..], path[1..]);
        for (var i = 0; i <= path.Length; i++)
        {
            if (Matches(pattern[1..], path[i..]))
                return true;
        }

        return false;
    }

    private static void Holds<T>(Gen<T> cases, Func<T, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(FuzzCases.Or(5000)), Prop.ForAll(cases.ToArbitrary(), x => FuzzCases.Guard(() => holds(x))));
}

using Trawl.Crawler.Robots;

namespace Trawl.Crawler.Tests.Robots;

public sealed class RobotsParserTests
{
    [Theory]
    [InlineData("User-agent: *\nDisallow: /private", "/private/a", false)]
    [InlineData("User-agent: *\nDisallow: /private", "/public", true)]
    [InlineData("User-agent: *\nDisallow:", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    [InlineData("", "/a", true)]
    [InlineData("<html>this is no robots.txt</html>", "/a", true)]
    [InlineData("USER-AGENT: *\r\nDISALLOW: /a # comment\r\n", "/a", false)]
    [InlineData("Disallow: /a", "/a", true)]
    public void The_common_rules(string text, string path, bool allowed) => Assert.Equal(allowed, Parse(text).Allows(path));

    [Theory]
    [InlineData("Disallow: /a\nAllow: /a/b", "/a/b/c", true)]
    [InlineData("Allow: /a/b\nDisallow: /a", "/a/c", false)]
    [InlineData("Disallow: /a\nAllow: /a", "/a", true)]
    [InlineData("Disallow: /*.php", "/x/index.php?y", false)]
    [InlineData("Disallow: /*.php$", "/index.php?y", true)]
    [InlineData("Disallow: /*.php$", "/a.php/b.php", false)]
    [InlineData("Disallow: /a$", "/a", false)]
    [InlineData("Disallow: /a$", "/ab", true)]
    [InlineData("Disallow: /*/private/*/x", "/a/private/b/c/x", false)]
    [InlineData("Disallow: /*/private/*/x", "/private/b/x", true)]
    [InlineData("Disallow: *secret", "/a/secret/b", false)]
    [InlineData("Disallow: /%7Euser", "/~user/a", false)]
    [InlineData("Disallow: /caf\u00e9", "/caf%C3%A9", false)]
    [InlineData("Disallow: /a%2fb", "/a%2Fb", false)]
    [InlineData("Disallow: /?q=", "/?q=1", false)]
    [InlineData("Allow: /$\nDisallow: /", "/", true)]
    [InlineData("Allow: /$\nDisallow: /", "/a", false)]
    [InlineData("Allow: /a\nDisallow: /a$", "/a", false)]
    [InlineData("Allow: /a\nDisallow: /a$", "/ab", true)]
    [InlineData("Allow: /page\nDisallow: /*.ht", "/page.htm", true)]
    [InlineData("Allow: /page\nDisallow: /*.html", "/page.html", false)]
    [InlineData("Allow: /p\nDisallow: /", "/page", true)]
    [InlineData("Disallow: /fish", "/Fish", true)]
    [InlineData("Disallow: /fish/", "/fish", true)]
    [InlineData("Disallow: /fish*", "/fishheads/yummy.html", false)]
    [InlineData("Disallow: /*/", "/a", true)]
    [InlineData("Disallow: /a**b", "/axb", false)]
    [InlineData("Disallow: /a$b", "/a$bc", false)]
    [InlineData("Disallow: /a%2Ab", "/a*b", false)]
    [InlineData("Disallow: /a%2Ab", "/a%2Ab", false)]
    [InlineData("Disallow: /a%2Ab", "/axb", true)]
    [InlineData("Disallow: /a%24", "/a$", false)]
    [InlineData("Disallow: /a%24", "/a", true)]
    [InlineData("Disallow: /foo/bar/\u30c4", "/foo/bar/%E3%83%84", false)]
    [InlineData("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", false)]
    [InlineData("Disallow: private", "/private", true)]
    [InlineData("Disallow: /a#b", "/ac", false)]
    [InlineData("Disallow : /a\t", "/a", false)]
    public void The_longest_match_decides(string rules, string path, bool allowed) => Assert.Equal(allowed, Parse("User-agent: *\n" + rules).Allows(path));

    [Theory]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: trawl\nDisallow: /b", "/a", true)]
    [InlineData("User-agent: Trawl/2.0\nDisallow: /b\n\nUser-agent: *\nDisallow: /a", "/b", false)]
    [InlineData("User-agent: Trawl\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: TRAWL\nDisallow: /b", "/b", false)]
    [InlineData("User-agent: Trawl\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: TRAWL\nDisallow: /b", "/c", true)]
    [InlineData("User-agent: x\nUser-agent: Trawl\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: x\nSitemap: http://a/s.xml\nUser-agent: Trawl\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: TrawlerBot\nDisallow: /", "/a", true)]
    [InlineData("User-agent: Trawl\n\nUser-agent: *\nDisallow: /", "/a", false)]
    [InlineData("User-agent: Trawl\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", true)]
    [InlineData("User-agent: x\nNo-such-line: 1\nUser-agent: Trawl\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: Trawl\nDisallow: /b\nSitemap: http://a/s.xml\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: Trawl\nDisallow: /b\n\n\n# and\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: *\nDisallow: /b\nUser-agent: x\nDisallow: /c\nUser-agent: *\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: Trawl*\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: Traw\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *bot\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: * everybody\nDisallow: /a", "/a", false)]
    [InlineData("User-agent:\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *\nCrawl-delay: 10\n\nUser-agent: x\nDisallow: /", "/a", true)]
    [InlineData("\ufeffUser-agent: *\rDisallow: /a\rAllow: /b", "/a", false)]
    [InlineData("\ufeffUser-agent: *\r\n\r\nDisallow: /a", "/a", false)]
    public void Groups_are_chosen_and_merged_by_agent(string text, string path, bool allowed) => Assert.Equal(allowed, Parse(text).Allows(path));

    [Theory]
    [InlineData("User-agent: *\nCrawl-delay: 2.5", 2500)]
    [InlineData("User-agent: *\nCrawl-delay: 10\nUser-agent: Trawl\nCrawl-delay: 1", 1000)]
    [InlineData("User-agent: *\nCrawl-delay: soon", null)]
    [InlineData("User-agent: *\nCrawl-delay: -1", null)]
    [InlineData("User-agent: *\nCrawl-delay: 99999999", 3_600_000)]
    public void A_crawl_delay_is_read(string text, int? expected) => Assert.Equal(expected, (int?)Parse(text).CrawlDelay?.TotalMilliseconds);

    [Fact]
    public void Sitemaps_are_for_everybody()
    {
        var rules = Parse("Sitemap: https://a.example/one.xml\nUser-agent: x\nDisallow: /\nsitemap: https://a.example/two.xml");
        Assert.Equal(["https://a.example/one.xml", "https://a.example/two.xml"], rules.Sitemaps);
    }

    [Fact]
    public void No_more_than_a_hundred_sitemaps_count() =>
        Assert.Equal(100, Parse(string.Concat(Enumerable.Range(0, 200).Select(i => $"Sitemap: https://a.example/{i}.xml\n"))).Sitemaps.Count);

    [Fact]
    public void A_product_token_may_have_digits()
    {
        const string Text = "User-agent: Bot2/1.0\nDisallow: /a\n\nUser-agent: Bot\nDisallow: /b";
        Assert.False(RobotsParser.Parse(Text, "Bot2").Allows("/a"));
        Assert.True(RobotsParser.Parse(Text, "Bot2").Allows("/b"));
    }

    [Fact]
    public async Task No_pattern_is_slow()
    {
        var rules = Parse("User-agent: *\nDisallow: /" + string.Concat(Enumerable.Repeat("*a", 2000)) + "$");
        await Task.Run(() => Assert.True(rules.Allows("/" + new string('a', 1500) + "b"))).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("noindex", true, false)]
    [InlineData("NOINDEX, nofollow", true, true)]
    [InlineData("none", true, true)]
    [InlineData("trawl: noindex", true, false)]
    [InlineData("otherbot: noindex", false, false)]
    [InlineData("unavailable_after: 25 Jun 2030 15:00:00 PST, nofollow", false, true)]
    [InlineData("all", false, false)]
    public void An_X_Robots_Tag_is_heeded_when_it_is_for_us(string header, bool noIndex, bool noFollow) =>
        Assert.Equal(new RobotsTag(noIndex, noFollow), RobotsTag.Parse([header], "Trawl"));

    private static RobotsRules Parse(string text) => RobotsParser.Parse(text, "Trawl");
}

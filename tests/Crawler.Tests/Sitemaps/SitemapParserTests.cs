using System.IO.Compression;
using System.Text;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Sitemaps;
using Trawl.Web;

namespace Trawl.Crawler.Tests.Sitemaps;

public sealed class SitemapParserTests
{
    private const string Open = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";

    [Theory]
    [InlineData("<url><loc>http://x.example/a</loc></url>", "http://x.example/a")]
    [InlineData("<url><loc>\n  HTTP://X.example:80/a?b=1&amp;a=2#top\n</loc><lastmod>2026-11-21</lastmod></url>", "http://x.example/a?a=2&b=1")]
    [InlineData("<url><loc><![CDATA[http://x.example/a?b&c]]></loc></url>", "http://x.example/a?b&c")]
    [InlineData("<url><loc>http://x.example/a?a=1&b=2</loc></url>", "http://x.example/a?a=1&b=2")]
    [InlineData("<url><loc>http://x.example/caf&#233;&#xe9;</loc></url>", "http://x.example/caf%C3%A9%C3%A9")]
    [InlineData("<url><loc>/a</loc></url><url><loc>b.html</loc></url>", "http://x.example/a http://x.example/maps/b.html")]
    [InlineData("<url><loc>/a</loc></url><url><loc>/a#b</loc></url>", "http://x.example/a")]
    [InlineData("<url><loc>/a</loc><image:image><image:loc>/image</image:loc></image:image></url>", "http://x.example/a")]
    [InlineData("<url><loc>/a</loc><xhtml:link rel=\"alternate\" href=\"/b\"/></url>", "http://x.example/a")]
    [InlineData("<!-- <url><loc>/no</loc></url> --><url><loc>/a</loc></url>", "http://x.example/a")]
    [InlineData("<url><loc>/a<priority>1</url><url><loc>/b</loc></url>", "http://x.example/b")]
    [InlineData("<url><loc/></url><url><loc></loc></url><url><loc> </loc></url>", "")]
    [InlineData("<url><loc>mailto:a@x.example</loc></url><url><loc>http://other.example/</loc></url>", "")]
    [InlineData("<url><loc>/a.zip</loc></url><url><loc>/a/a/a/a</loc></url><url><loc>/calendar/2036/01</loc></url>", "")]
    public void Pages_are_what_stands_in_loc(string entries, string expected)
    {
        var content = Parse(Open + entries + "</urlset>");
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), content.Urls);
        Assert.Empty(content.Sitemaps);
        Assert.Null(content.Message);
    }

    [Fact]
    public void What_is_not_worth_a_request_is_named_with_its_reason_once()
    {
        var content = Parse(Open + "<url><loc>/a.zip</loc></url><url><loc>/a/a/a/a</loc></url><url><loc>/a.zip</loc></url><url><loc>http://other.example/b.zip</loc></url></urlset>");
        Assert.Equal(
            [("http://x.example/a.zip", PageFailureReason.ContentType), ("http://x.example/a/a/a/a", PageFailureReason.Trap)],
            content.Skipped.Select(link => (link.Url, link.Reason)));
    }

    [Fact]
    public void An_index_names_sitemaps_of_the_same_site()
    {
        var content = Parse("""
            <sitemapindex>
              <sitemap><loc>http://x.example/s1.xml.gz</loc><lastmod>2026-01-01</lastmod></sitemap>
              <sitemap><loc>https://maps.x.example/s2.xml</loc></sitemap>
              <sitemap><loc>/s1.xml.gz</loc></sitemap>
              <sitemap><loc>http://other.example/s3.xml</loc></sitemap>
              <sitemap><loc>ftp://x.example/s4.xml</loc></sitemap>
            </sitemapindex>
            """);
        Assert.Equal(["http://x.example/s1.xml.gz", "https://maps.x.example/s2.xml"], content.Sitemaps);
        Assert.Empty(content.Urls);
        Assert.Null(content.Message);
    }

    [Fact]
    public void Any_prefix_will_do() =>
        Assert.Equal(["http://x.example/a"], Parse("<s:urlset xmlns:s='x'><s:url><s:loc>/a</s:loc><loc>/b</loc></s:url></s:urlset>").Urls);

    [Theory]
    [InlineData("http://x.example/a\nhttp://x.example/b\n", null)]
    [InlineData("\r\n  http://x.example/a  \r\nhttp://x.example/b", null)]
    [InlineData("\ufeffhttp://x.example/a\nnot a url\n/relative\nhttp://x.example/b", null)]
    public void A_list_of_lines_is_a_sitemap_too(string text, string? message)
    {
        var content = Parse(text);
        Assert.Equal(["http://x.example/a", "http://x.example/b"], content.Urls);
        Assert.Equal(message, content.Message);
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData(" \n ", "It is empty.")]
    [InlineData("Not found", "It is no sitemap: there is no URL in it.")]
    [InlineData("<!DOCTYPE html><html><body><loc>/a</loc></body></html>", "It is no sitemap.")]
    [InlineData("<rss><channel><loc>/a</loc></channel></rss>", "It is no sitemap.")]
    [InlineData("<", "It is no sitemap.")]
    public void What_is_no_sitemap_is_said_to_be_none(string text, string message) => Assert.Equal(message, Parse(text) is { Urls: [] } content ? content.Message : "It had URLs.");

    [Theory]
    [InlineData("<url><loc>/a</loc></url><url><loc>/b</lo")]
    [InlineData("<url><loc>/a</loc></url><url><loc>/b")]
    [InlineData("<url><loc>/a</loc></url><!-- ")]
    [InlineData("<url><loc>/a</loc></url><![CDATA[")]
    [InlineData("<url><loc>/a</loc></url>")]
    public void Of_one_that_is_cut_off_the_rest_is_read(string entries)
    {
        var content = Parse(Open + entries);
        Assert.Equal(["http://x.example/a"], content.Urls);
        Assert.Equal("It ends in the middle: there may be more to it.", content.Message);
    }

    [Theory]
    [InlineData("<!DOCTYPE urlset [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><urlset><url><loc>http://x.example/&f;</loc></url></urlset>")]
    [InlineData("<!DOCTYPE urlset [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><urlset><url><loc>/&b;</loc></url></urlset>")]
    public void One_that_defines_entities_is_refused(string text)
    {
        var content = Parse(text);
        Assert.Empty(content.Urls);
        Assert.Equal("It defines entities, which no sitemap needs: it was not read.", content.Message);
    }

    [Fact]
    public void Gzip_is_known_by_its_first_bytes() => Assert.Equal(["http://x.example/a"], Parse(Gzip(Open + "<url><loc>/a</loc></url></urlset>")).Urls);

    [Fact]
    public void Broken_gzip_gives_what_came_before()
    {
        var whole = Gzip(Open + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<url><loc>/{i * 7919 % 65537}</loc></url>")) + "</urlset>");
        whole.AsSpan(whole.Length / 2, 40).Fill(0xFF);
        var content = Parse(whole);
        Assert.NotEmpty(content.Urls);
        Assert.NotNull(content.Message);
    }

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Its_encoding_is_the_declared_one_or_that_of_its_mark(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var text = $"<?xml version='1.0' encoding='{name}'?><urlset><url><loc>/\u043f</loc></url></urlset>";
        Assert.Equal(["http://x.example/%D0%BF"], Parse([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).Urls);
    }

    [Fact]
    public void Of_too_many_entries_the_first_are_taken()
    {
        var full = Open + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<url><loc>/{i}</loc></url>"));
        Assert.Equal((50_000, null), (Parse(full + "</urlset>").Urls.Count, Parse(full + "</urlset>").Message));
        var content = Parse(full + "<url><loc>/more</loc></url></urlset>");
        Assert.Equal((50_000, "Only its first 50000 entries were read."), (content.Urls.Count, content.Message));
    }

    [Fact]
    public void Of_too_long_urls_four_megabytes_are_taken()
    {
        var content = Parse(Open + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<url><loc>/{i}{new string('a', 900)}</loc></url>")) + "</urlset>");
        Assert.InRange(content.Urls.Sum(url => url.Length), (4 * 1024 * 1024) - 1000, 4 * 1024 * 1024);
        Assert.Equal("Only the first 4 MB of its URLs were taken.", content.Message);
    }

    [Fact]
    public void A_compressed_bomb_is_cut_off_and_never_held()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Open + "<url><loc>/a</loc></url>"));
            for (var i = 0; i < 60; i++)
                gzip.Write(new byte[1024 * 1024]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var content = Parse(bomb.ToArray());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
        Assert.Equal(["http://x.example/a"], content.Urls);
        Assert.Equal("Only its first 50 MB were read.", content.Message);
    }

    [Fact]
    public void A_url_longer_than_the_window_is_passed_over() =>
        Assert.Equal(["http://x.example/b"], Parse(Open + $"<url><loc>/{new string('a', 40_000)}</loc></url><url><loc>/b</loc></url></urlset>").Urls);

    private static SitemapContent Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    private static SitemapContent Parse(byte[] bytes)
    {
        Assert.True(WebUrl.TryParse("http://x.example/maps/sitemap.xml", out var url));
        return SitemapParser.Parse(new MemoryStream(bytes), url, new UrlScope("host", ["http://x.example/"], [], []), new DateOnly(2026, 11, 21));
    }

    private static byte[] Gzip(string text)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return result.ToArray();
    }
}

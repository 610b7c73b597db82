using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trawl.Crawler.Sitemaps;
using Trawl.TestSupport;
using Trawl.Web;

namespace Trawl.Crawler.Tests.Sitemaps;

public sealed class SitemapFuzzTests
{
    private static readonly UrlScope Scope = new("host", ["http://x.example/"], [], []);

    private static readonly string[] Texts =
    [
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- made by hand -->
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x">
          <url><loc>http://x.example/a?b=1&amp;c=2</loc><lastmod>2026-11-21</lastmod></url>
          <url><loc><![CDATA[http://x.example/b]]></loc><image:image><image:loc>/i.png</image:loc></image:image></url>
          <url><loc> /c </loc></url><url><loc>http://x.example/&#233;</loc></url>
        </urlset>
        """,
        "<sitemapindex><sitemap><loc>http://x.example/1.xml.gz</loc></sitemap><sitemap><loc>2.xml</loc></sitemap></sitemapindex>",
        "<s:urlset xmlns:s='x'><s:url><s:loc>/a</s:loc></s:url></s:urlset>",
        "<?xml version='1.0' encoding='windows-1251'?><!DOCTYPE urlset [<!ENTITY e 'x'>]><urlset><url><loc>/&e;</loc></url></urlset>",
        "http://x.example/a\r\nhttp://x.example/b\n\nnothing\n",
    ];

    private static readonly byte[][] Pieces =
    [
        .. new[] { "<", ">", "</", "/>", "<loc>", "</loc>", "<url>", "</urlset>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE", "[", "<?", "?>", "&", "&amp;", "&#x110000;", "\n" }
            .Select(Encoding.ASCII.GetBytes),
        [0], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0x1F, 0x8B], [0x80], [0xC3], [0xED, 0xA0, 0x80],
    ];

    private static readonly Gen<byte[]> Originals = Gen.Elements([.. Texts.Select(Encoding.UTF8.GetBytes), .. Texts.Select(Zipped), .. Texts.Select(Encoding.Unicode.GetBytes)]);

    private static readonly Gen<byte[]> Anything = ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []);

    private static readonly Gen<byte[]> Changed =
        from bytes in Originals
        from edits in Gen.Zip(Gen.Choose(0, 600), Gen.Zip(Gen.Choose(0, 20), Gen.Frequency((3, Gen.Elements(Pieces)), (1, Anything)))).ListOf(4)
        select edits.Aggregate(bytes, (now, edit) => Edit(now, edit.Item1, edit.Item2.Item1, edit.Item2.Item2));

    private static readonly Gen<byte[]> Bodies = Gen.Frequency((6, Changed), (2, Gen.Elements(Pieces).ListOf().Select(parts => parts.SelectMany(part => part).ToArray())), (1, Anything));

    [Fact]
    public void Fuzz_any_body_gives_urls_in_scope_or_none() => Holds(Bodies, body =>
    {
        var content = Parse(new MemoryStream(body));
        return content.Urls.All(text => WebUrl.TryParse(text, out var url) && url.Value == text && Scope.Contains(url))
            && content.Sitemaps.All(text => WebUrl.TryParse(text, out var url) && url.Value == text && url.Host == "x.example")
            && content.Urls.Distinct().Count() == content.Urls.Count && content.Sitemaps.Distinct().Count() == content.Sitemaps.Count
            && content.Message is not "";
    });

    [Fact]
    public void Fuzz_it_makes_no_difference_how_the_body_comes() => Holds(Bodies.Zip(Gen.Choose(1, 7)), x =>
    {
        var (whole, dribbled) = (Parse(new MemoryStream(x.Item1)), Parse(new DribblingStream(x.Item1, x.Item2)));
        return whole.Urls.SequenceEqual(dribbled.Urls) && whole.Sitemaps.SequenceEqual(dribbled.Sitemaps) && whole.Message == dribbled.Message;
    });

    [Fact]
    public void Fuzz_of_one_that_is_cut_off_what_came_before_is_read() => Holds(Gen.Elements(Texts).Zip(Gen.Choose(0, 700)), x =>
    {
        // A list that is cut off in a line gives a shorter URL there, which nobody can tell.
        var text = x.Item1[..Math.Min(x.Item2, x.Item1.Length)];
        var (whole, cut) = (Parse(x.Item1), Parse(text));
        return cut.Urls.SkipLast(text.StartsWith('<') ? 0 : 1).SequenceEqual(whole.Urls.Take(cut.Urls.Count - (text.StartsWith('<') || cut.Urls.Count == 0 ? 0 : 1)))
            && cut.Sitemaps.SequenceEqual(whole.Sitemaps.Take(cut.Sitemaps.Count));
    });

    private static SitemapContent Parse(string text) => Parse(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static SitemapContent Parse(Stream body)
    {
        Assert.True(WebUrl.TryParse("http://x.example/sitemap.xml", out var url));
        return SitemapParser.Parse(body, url, Scope, new DateOnly(2026, 11, 21));
    }

    private static byte[] Edit(byte[] bytes, int at, int removed, byte[] inserted)
    {
        at = Math.Min(at, bytes.Length);
        return [.. bytes.AsSpan(0, at), .. inserted, .. bytes.AsSpan(Math.Min(at + removed, bytes.Length))];
    }

    private static byte[] Zipped(string text)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return result.ToArray();
    }

    private static void Holds<T>(Gen<T> cases, Func<T, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(FuzzCases.Or(4000)), Prop.ForAll(cases.ToArbitrary(), x => FuzzCases.Guard(() => holds(x))));

    // Gives a few bytes at a time, as a slow connection may.
    private sealed class DribblingStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(step, count));
    }
}

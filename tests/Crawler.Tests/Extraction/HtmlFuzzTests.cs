using System.Globalization;
using System.Text;
using Trawl.Crawler.Encodings;
using Trawl.Crawler.Extraction;
using Trawl.Web;

namespace Trawl.Crawler.Tests.Extraction;

/// <summary>
/// Real pages, broken at random. Each case is made from its own number, so that one that fails can be had again.
/// <c>TRAWL_FUZZ_CASES=100000 dotnet test tests/Crawler.Tests --filter HtmlFuzz</c> tries more of them.
/// </summary>
public sealed class HtmlFuzzTests
{
    private static readonly byte[][] Samples = [.. Directory.GetFiles(PageSamplesTests.Folder, "*.html").Order().Select(File.ReadAllBytes)];

    private static readonly string[] Parts =
    [
        "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "<td colspan=9>", "<th rowspan=99999999999>", "<ul>", "<li>", "</ul>", "<dl>", "<dt>", "<dd>", "<pre>", "</pre>",
        "<b>", "</b>", "<a href=x>", "</a>", "<a href='http://['>", "<h1>", "</h2>", "<main>", "<article>", "<nav>", "<svg>", "</svg>", "<math>", "<template>", "</template>", "<select>",
        "<option>", "<textarea>", "<title>", "<script>", "</script>", "<style>", "<noscript>", "<plaintext>", "<xmp>", "<frameset>", "<frame src=f>", "<noframes>", "<iframe>", "<body class=menu>",
        "<html lang=x>", "<head>", "</head>", "<base href='%'>", "<form>", "<input type=checkbox>", "<x-y>", "</x-y>", "<sup>9</sup>", "<br>", "</br>", "<!--", "-->", "<![CDATA[", "]]>", "<!doctype",
        "<?xml", "&", "&#x110000;", "&#0;", "&notin;", "&NotEqualTilde;", "\0", "\uFFFF", "<", ">", "\"", "'", "=", "/", "`", "|", "[", "](", "*", "\\", "\n", "  ", "text ", "日本 ", "\u200b",
    ];

    private static int Cases => int.TryParse(Environment.GetEnvironmentVariable("TRAWL_FUZZ_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : 3000;

    [Fact]
    public void A_page_that_was_damaged_on_its_way_is_read()
    {
        for (var seed = 0; seed < Cases; seed++)
            Read(seed, Damage(seed));
    }

    [Fact]
    public void Any_heap_of_tags_is_read()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            Read(seed, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 120)).Select(_ => Parts[random.Next(Parts.Length)]))));
        }
    }

    [Fact]
    public void Any_two_tags_are_read_a_thousand_times_over()
    {
        for (var seed = 0; seed < Cases / 30; seed++)
        {
            var random = new Random(seed);
            var (one, other) = (Parts[random.Next(Parts.Length)], Parts[random.Next(Parts.Length)]);
            Read(seed, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(one + other, 1000))));
        }
    }

    [Theory]
    [InlineData("<a ", "b=c ")]
    [InlineData("<a href='", "x")]
    [InlineData("<p class='", "menu ")]
    [InlineData("<p ", "\"'=")]
    [InlineData("<", "p")]
    [InlineData("<!--", "-")]
    [InlineData("", "&")]
    [InlineData("", "&#")]
    [InlineData("<pre>", "`")]
    [InlineData("<p>", "[(*_")]
    [InlineData("<meta name=description content='", "word ")]
    [InlineData("<div style='", "display:")]
    public void A_megabyte_of_anything_is_read(string before, string repeated) =>
        Read(0, Encoding.UTF8.GetBytes(before + string.Concat(Enumerable.Repeat(repeated, (1 << 20) / repeated.Length))));

    private static byte[] Damage(int seed)
    {
        var random = new Random(seed);
        var bytes = new List<byte>(Samples[random.Next(Samples.Length)]);
        for (var left = random.Next(1, 12); left > 0 && bytes.Count > 0; left--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(200), bytes.Count - at));
                    break;
                case 2:
                    var other = Samples[random.Next(Samples.Length)];
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(500))]);
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Parts[random.Next(Parts.Length)]));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Read(int seed, byte[] bytes)
    {
        Assert.True(WebUrl.TryParse("http://site.example/docs/a.html", out var url));
        try
        {
            using var text = PageText.Decode(bytes, null, isHtml: true);
            var page = PageExtractor.Html(text.Chars, new PageSource(url, new UrlScope("host", [url.Value], [], [])));
            Assert.True(page.Links.Count == page.Links.Distinct().Count() && page.SkippedLinks.Count <= 100);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Case {seed}: {Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 2000)))}", exception);
        }
    }
}

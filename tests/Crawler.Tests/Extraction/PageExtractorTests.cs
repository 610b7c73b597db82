using FsCheck;
using FsCheck.Fluent;
using Trawl.Crawler.Extraction;
using Trawl.Web;

namespace Trawl.Crawler.Tests.Extraction;

public sealed class PageExtractorTests
{
    private static readonly UrlScope Scope = new("host", ["http://site.example/"], [], []);

    [Fact]
    public void Links_are_in_scope_each_once_and_in_order_frame_included()
    {
        var page = Extract("""
            <nav><a href="/nav">n</a></nav>
            <main><a href="b.html">b</a><a href="b.html#x">b again</a><a href="http://other.example/">out</a>
            <a href="c.html" rel="nofollow noopener">no</a><a href="mailto:x@y.example">m</a><a href="/img.PNG">i</a><a href="/doc.pdf?v=1">p</a>
            <a href="/v1.2">dots</a><code><a href="d.html">d</a></code><pre><a href="e.html">e</a></pre></main>
            <footer><map><area href="/map"></map></footer>
            """);
        Assert.Equal(
            ["http://site.example/nav", "http://site.example/docs/b.html", "http://site.example/v1.2", "http://site.example/docs/d.html",
             "http://site.example/docs/e.html", "http://site.example/map"],
            page.Links);
    }

    [Fact]
    public void A_base_element_moves_relative_links()
    {
        var page = Extract("<head><base href='/other/'><base href='/ignored/'></head><a href=b>b</a>");
        Assert.Equal(["http://site.example/other/b"], page.Links);
        Assert.Equal("[b](http://site.example/other/b)", page.Markdown);
    }

    [Theory]
    [InlineData("<meta name=robots content=noindex>", true, 1)]
    [InlineData("<meta name=ROBOTS content='NoIndex, NoFollow'>", true, 0)]
    [InlineData("<meta name=robots content=none>", true, 0)]
    [InlineData("<meta name=robots content=nofollow>", false, 0)]
    [InlineData("<meta name=robots content='index,follow'>", false, 1)]
    public void Robots_meta_is_heeded(string meta, bool noIndex, int links)
    {
        var page = Extract($"<head>{meta}</head><a href=b>b</a>");
        Assert.Equal((noIndex, links), (page.NoIndex, page.Links.Count));
    }

    [Theory]
    [InlineData("<title> A \n title </title><h1>Heading</h1>", "A title")]
    [InlineData("<title></title><h1>Heading</h1>", "Heading")]
    [InlineData("<p>text", null)]
    public void A_title_is_the_title_or_the_first_heading(string html, string? expected) => Assert.Equal(expected, Extract(html).Title);

    [Theory]
    [InlineData("<html lang=en-GB>", "en-GB")]
    [InlineData("<html xml:lang=de>", "de")]
    [InlineData("<meta http-equiv=Content-Language content=fr>", "fr")]
    [InlineData("<p>", null)]
    public void A_language_is_what_the_page_declares(string html, string? expected) => Assert.Equal(expected, Extract(html).Language);

    [Fact]
    public void The_canonical_address_is_read() =>
        Assert.Equal("http://site.example/docs/real", Extract("<link rel=canonical href=real>").Canonical?.Value);

    [Fact]
    public void A_manual_page_keeps_its_synopsis_its_terms_and_its_tables_and_loses_its_bars()
    {
        var page = Extract("""
            <html><head><title>CREATE INDEX</title></head><body class="container-fluid">
            <div class="navheader"><table><tr><th colspan="3">CREATE INDEX</th></tr><tr><td><a href="prev.html">Prev</a></td></tr></table><hr /></div>
            <div class="refnamediv"><h2><span class="refentrytitle">CREATE INDEX</span></h2><p>CREATE INDEX — define a new index</p></div>
            <pre class="synopsis">
            CREATE [ UNIQUE ] INDEX [ <em class="replaceable"><code>name</code></em> ]
                ON <em class="replaceable"><code>table</code></em>
            </pre>
            <div class="variablelist"><dl class="variablelist"><dt><span class="term"><code class="literal">UNIQUE</code></span></dt><dd><p>
                Causes the system to check.</p></dd></dl></div>
            <div class="table"><p class="title"><strong>Table 1. Operators</strong></p><table class="table"><thead><tr><th><p>Function</p><p>Example</p></th></tr></thead>
            <tbody><tr><td><p><code>text</code> <code>||</code> <code>text</code></p><p>Joins.</p></td></tr></tbody></table></div>
            <div class="navfooter"><hr><table><tr><td><a href="next.html">Next</a></td></tr></table></div></body></html>
            """);
        Assert.Equal(
            """
            ## CREATE INDEX

            CREATE INDEX — define a new index

            ```
            CREATE [ UNIQUE ] INDEX [ name ]
                ON table
            ```

            - `UNIQUE`

              Causes the system to check.

            **Table 1. Operators**

            | Function<br>Example |
            | --- |
            | `text` `\|\|` `text`<br>Joins. |
            """,
            page.Markdown);
        Assert.Equal(["http://site.example/docs/prev.html", "http://site.example/docs/next.html"], page.Links);
    }

    [Fact]
    public void Text_is_kept_as_it_is()
    {
        var page = PageExtractor.Text("# Notes\r\n\r\n* a <b>\r\n\r\n", isMarkdown: true);
        Assert.Equal(("Notes", "# Notes\n\n* a <b>"), (page.Title, page.Markdown));
        Assert.Null(PageExtractor.Text("# no heading", isMarkdown: false).Title);
    }

    /// <summary>Each of these would keep the parser busy for minutes, or have it fill the memory.</summary>
    public static TheoryData<string, string, string> Tangles => new()
    {
        { "misnested links", "", "<div><b><a href=x><ul><li>" },
        { "nothing closed", "", "<div>" },
        { "formatting never closed", "", "<i>x " },
        { "ends of nothing", string.Concat(Enumerable.Repeat("<span>", 20_000)), "</x>" },
        { "formatting opened anew", "<p>" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<b class={i}>")), "<p>x" },
    };

    [Theory]
    [MemberData(nameof(Tangles))]
    public void A_page_that_would_take_the_parser_for_ever_is_given_up(string what, string before, string repeated)
    {
        Assert.NotEmpty(what);
        var html = before + string.Concat(Enumerable.Repeat(repeated, 200_000));
        Assert.True(WebUrl.TryParse("http://site.example/", out var url));
        Assert.Throws<TangledPageException>(() => PageExtractor.Html(html.AsMemory(), url, Scope, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void No_page_can_break_it() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Html, html => Extract(html).Markdown is not null));

    private static Arbitrary<string> Html => Gen.Elements(
            "<p>", "</p>", "<div>", "<table>", "<tr>", "<td colspan=3>", "<td rowspan=999999999>", "<th>", "<ul>", "<li>", "<ol start=-1>", "<dl>", "<dt>", "<dd>", "<pre>", "</pre>",
            "<code>", "</code>", "<b>", "</b>", "<em>", "<a href=x>", "<a href='//'>", "<a href='http://['>", "</a>", "<h1>", "</h1>", "<blockquote>", "<main>", "</main>", "<article>",
            "<br>", "<form>", "<nav>", "</nav>", "text", " ", "\n", "|", "`", "*", "_", "[", "](", "<", ">", "&", "&#0;", "\0", "\ud800", "# ", "1. ", "<!--", "-->", "<svg>", "<select>", "<template>", "</table>", "<head>", "<base href='%'>")
        .ListOf().Select(string.Concat).ToArbitrary();

    private static ExtractedPage Extract(string html)
    {
        Assert.True(WebUrl.TryParse("http://site.example/docs/a.html", out var url));
        return PageExtractor.Html(html.AsMemory(), url, Scope);
    }
}

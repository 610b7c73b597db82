using FsCheck;
using FsCheck.Fluent;
using Trawl.Contracts.Crawling;
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
    public void The_pages_of_a_frameset_are_links()
    {
        var page = Extract("<frameset cols='20%,*'><frame src=menu.html><frame src=/main.html><noframes><a href=plain.html>No frames</a></noframes></frameset>");
        Assert.Equal(["http://site.example/docs/menu.html", "http://site.example/main.html", "http://site.example/docs/plain.html"], page.Links);
        Assert.Equal("", page.Markdown);
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
    [InlineData("<meta name=robots content='max-image-preview:large, noarchive, max-snippet:-1'>", false, 1)]
    [InlineData("<meta name=Trawl content=noindex>", true, 1)]
    [InlineData("<meta name=googlebot content=none>", false, 1)]
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

    [Theory]
    [InlineData("<link rel=canonical href=real>", "", "http://site.example/docs/real")]
    [InlineData("<link rel='alternate Canonical' href=/x><link rel=canonical href=/y>", "", "http://site.example/x")]
    [InlineData("<link rel=canonical href=''><link rel=canonical href='javascript:x'><link rel=canonical href=/y>", "", "http://site.example/y")]
    [InlineData("<base href=/other/><link rel=canonical href=x>", "", "http://site.example/other/x")]
    [InlineData("<title>t</title><body><link rel=canonical href=x>", "", null)]
    [InlineData("<p>", "</a,b;c>; title=\"x, <y>\"; rel=prev, <real>;rel=\"next canonical\"", "http://site.example/docs/real")]
    [InlineData("<link rel=canonical href=real>", "</other>; rel=canonical", "http://site.example/docs/real")]
    [InlineData("<p>", "<real; rel=canonical", null)]
    [InlineData("<p>", "<http://[>; rel=canonical, <>", null)]
    public void The_canonical_address_is_the_first_that_is_one(string html, string header, string? expected) =>
        Assert.Equal(expected, Extract(html, header).Canonical?.Value);

    [Theory]
    [InlineData("<meta name=Description content=' Two \n lines '>", "Two lines")]
    [InlineData("<meta property=og:description content=shared><meta name=description content=own>", "own")]
    [InlineData("<meta name=description content=' '><meta property=og:description content=shared>", "shared")]
    [InlineData("<meta name=keywords content=x>", null)]
    public void A_description_is_what_the_page_says_of_itself(string html, string? expected) => Assert.Equal(expected, Extract(html).Description);

    [Fact]
    public void A_long_description_is_cut_and_never_within_a_character()
    {
        var text = new string('a', 999) + "\U0001F600";
        Assert.Equal(new string('a', 999), Extract($"<meta name=description content='{text}'>").Description);
    }

    [Fact]
    public void Files_of_no_text_are_told_and_not_followed()
    {
        var page = Extract("""
            <a href="/a.PDF">1</a><a href="/a.pdf">2</a><a href="/a.pdf">again</a><a href="/doc.zip?v=1">3</a><a href="/wiki/File:X.png">4</a><a href="/x=y.png">5</a>
            <a href="/app.js">6</a><a href="/.zip">7</a><a href="/feed.rss">8</a><a href="/x.zip/">9</a><a href="http://other.example/a.pdf">out</a>
            """);
        Assert.Equal(["/a.PDF", "/a.pdf", "/doc.zip?v=1"], page.SkippedLinks.Select(link => link.Url["http://site.example".Length..]));
        Assert.All(page.SkippedLinks, link => Assert.Equal(PageFailureReason.ContentType, link.Reason));
        Assert.Equal(6, page.Links.Count);
    }

    [Fact]
    public void Traps_are_told_and_not_followed()
    {
        var page = Extract("""<a href="/calendar/2026/12">1</a><a href="/calendar/2031/01">2</a><a href="/a/b/a/b/a/b">3</a><a href="/a?d=1&c=1">4</a>""");
        Assert.Equal(
            [("http://site.example/calendar/2031/01", PageFailureReason.Trap), ("http://site.example/a/b/a/b/a/b", PageFailureReason.Trap)],
            page.SkippedLinks.Select(link => (link.Url, link.Reason)));
        Assert.Equal(["http://site.example/calendar/2026/12", "http://site.example/a?c=1&d=1"], page.Links);
    }

    [Fact]
    public void No_more_than_a_hundred_links_are_told() =>
        Assert.Equal(100, Extract(string.Concat(Enumerable.Range(0, 150).Select(i => $"<a href=/{i}.png>x</a>"))).SkippedLinks.Count);

    [Theory]
    [InlineData("<div id=root></div><script src=app.js></script>", true)]
    [InlineData("<script src=app.js></script><body><div id=__next>Loading…</div>", true)]
    [InlineData("<script src=app.js></script><app-root></app-root>", true)]
    [InlineData("<body><noscript>You need to enable JavaScript to run this app.</noscript><div></div><script src=x></script>", true)]
    [InlineData("<div id=root></div>", false)]
    [InlineData("<p>Nothing here.</p><script src=statistics.js></script>", false)]
    [InlineData("<div id=app>A page that a server has drawn already, and says what it has to say.</div><script src=x></script>", false)]
    public void The_shell_of_an_application_is_told(string html, bool expected) => Assert.Equal(expected, Extract(html).NeedsScript);

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
        var page = PageExtractor.Text("# Notes\r\n\r\n* a <b>\r\n\r\n", isMarkdown: true, Source());
        Assert.Equal(("Notes", "# Notes\n\n* a <b>"), (page.Title, page.Markdown));
        Assert.Null(PageExtractor.Text("# no heading", isMarkdown: false, Source()).Title);
    }

    /// <summary>Each of these keeps a parser that follows every rule busy for minutes, or has it fill the memory.</summary>
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
    public void Tags_that_tangle_other_parsers_are_read_to_the_end(string what, string before, string repeated)
    {
        Assert.NotEmpty(what);
        var html = before + string.Concat(Enumerable.Repeat(repeated, 200_000)) + "<p>the end";
        Assert.EndsWith("the end", PageExtractor.Html(html.AsMemory(), Source(), TimeSpan.FromMinutes(2)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_takes_longer_than_it_may_is_given_up() =>
        Assert.Throws<TangledPageException>(() => PageExtractor.Html(string.Concat(Enumerable.Repeat("<p>", 1000)).AsMemory(), Source(), TimeSpan.FromTicks(1)));

    [Fact]
    public void No_page_can_break_it() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Html, html => Extract(html).Markdown is not null));

    private static Arbitrary<string> Html => Gen.Elements(
            "<p>", "</p>", "<div>", "<table>", "<tr>", "<td colspan=3>", "<td rowspan=999999999>", "<th>", "<ul>", "<li>", "<ol start=-1>", "<dl>", "<dt>", "<dd>", "<pre>", "</pre>",
            "<code>", "</code>", "<b>", "</b>", "<em>", "<a href=x>", "<a href='//'>", "<a href='http://['>", "</a>", "<h1>", "</h1>", "<blockquote>", "<main>", "</main>", "<article>",
            "<br>", "<form>", "<nav>", "</nav>", "text", " ", "\n", "|", "`", "*", "_", "[", "](", "<", ">", "&", "&#0;", "\0", "\ud800", "# ", "1. ", "<!--", "-->", "<svg>", "<select>", "<template>", "</table>", "<head>", "<base href='%'>")
        .ListOf().Select(string.Concat).ToArbitrary();

    private static ExtractedPage Extract(string html, params string[] linkHeaders) => PageExtractor.Html(html.AsMemory(), Source() with { LinkHeaders = linkHeaders });

    private static PageSource Source()
    {
        Assert.True(WebUrl.TryParse("http://site.example/docs/a.html", out var url));
        return new PageSource(url, Scope) { Today = new DateOnly(2026, 11, 21) };
    }
}

using Trawl.Crawler.Extraction;
using Trawl.Web;

namespace Trawl.Crawler.Tests.Extraction;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("<h1>One</h1><p>two  \n three</p><h2>Four</h2>", "# One\n\ntwo three\n\n## Four")]
    [InlineData("<p>a <b> bold </b>and <em>soft</em>.</p>", "a **bold** and *soft*.")]
    [InlineData("<p>a<b></b><i> </i>b</p>", "a b")]
    [InlineData("<p>use <code>a  b</code>, <code>x`y</code></p>", "use `a b`, ``x`y``")]
    [InlineData("<p><em class=replaceable><code>name</code></em></p>", "`name`")]
    [InlineData("<p>one<br>two<br><br>three</p>", "one\ntwo\n\nthree")]
    [InlineData("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c")]
    [InlineData("<ol start=3><li>a<li>b<ol><li>c</ol></ol>", "3. a\n4. b\n   1. c")]
    [InlineData("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c")]
    [InlineData("<ul><li></li><li>a</li></ul>", "- a")]
    [InlineData("<dl><dt>term<dd><p>meaning</p><p>more</p><dt>other<dd>short</dl>", "- term\n\n  meaning\n\n  more\n\n- other\n\n  short")]
    [InlineData("<dl><dt>a<dd><dl><dt>b</dl></dl>", "- a\n  - b")]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc")]
    [InlineData("<pre>\nif (a)\n    b;\n\n</pre>", "```\nif (a)\n    b;\n```")]
    [InlineData("<pre><code class='hljs language-CSharp'>var a = <span>1</span>;</code></pre>", "```csharp\nvar a = 1;\n```")]
    [InlineData("<div class='highlight-python notranslate'><div class=highlight><pre>x = 1</pre></div></div>", "```python\nx = 1\n```")]
    [InlineData("<pre>a ``` b</pre>", "````\na ``` b\n````")]
    [InlineData("<ul><li>see<pre>a\nb</pre></li></ul>", "- see\n\n  ```\n  a\n  b\n  ```")]
    [InlineData("<img src=a.png alt='A chart'>", "A chart")]
    [InlineData("a<hr>b", "a\n\n---\n\nb")]
    [InlineData("<p>a<del>b</del></p>", "a~~b~~")]
    [InlineData("<ul><li><input type=checkbox checked> done<li><label><input type=CHECKBOX> open</label><li><input type=text>a</ul>", "- [x] done\n- [ ] open\n- a")]
    [InlineData("10<sup>-12</sup> m<sup>2</sup>, 1<sup>st</sup>, note<sup><a href='#n'>[1]</a></sup>, H<sub>2</sub>O", "10⁻¹² m², 1st, note[1], H2O")]
    [InlineData("<q>a</q> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "\"a\" 漢(kan)")]
    [InlineData("<details><summary>More</summary>text</details>", "More\n\ntext")]
    [InlineData("<plaintext><b>a</b>", "```\n<b>a</b>\n```")]
    [InlineData("<xmp><b>a</b></xmp>b", "```\n<b>a</b>\n```\n\nb")]
    public void Html_becomes_markdown(string html, string expected) => Assert.Equal(expected, Markdown(html));

    [Theory]
    [InlineData("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "| a | b |\n| --- | --- |\n| 1 | 2 |")]
    [InlineData("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |")]
    [InlineData("<table><thead><tr><td>a</thead><tr><td><p>x</p><p>y</p><tr><td>z</table>", "| a |\n| --- |\n| x<br>y |\n| z |")]
    [InlineData("<table><tr><th>a<th>b<tr><td>x|y<td><code>p|q</code></table>", "| a | b |\n| --- | --- |\n| x\\|y | `p\\|q` |")]
    [InlineData("<table><tr><th colspan=2>a<th>b<tr><td>1<td>2<td>3</table>", "| a |  | b |\n| --- | --- | --- |\n| 1 | 2 | 3 |")]
    [InlineData("<table><tr><th>a<th>b<tr><td rowspan=2>1<td>2<tr><td>3</table>", "| a | b |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |")]
    [InlineData("<table><caption>Sizes</caption><tr><th>a<tr><td>1</table>", "Sizes\n\n| a |\n| --- |\n| 1 |")]
    [InlineData("<table><tr><th>a<th>b<tr><td>1</table>", "| a | b |\n| --- | --- |\n| 1 |  |")]
    [InlineData("<table><tr><th>a<tr><td><ul><li>x<li>y</ul></table>", "| a |\n| --- |\n| - x<br>- y |")]
    [InlineData("<table role=presentation><tr><td><h1>Old</h1><p>site</p><td>right</table>", "# Old\n\nsite\n\nright")]
    [InlineData("<table><tr><td class=linenos><pre>1</pre><td><pre>code</pre></table>", "```\ncode\n```")]
    [InlineData("<table class=highlighttable><tr><th colspan=2>a.c<tr><td class=linenos><div><pre>1</pre></div><td><pre>code</pre></table>", "a.c\n\n```\ncode\n```")]
    [InlineData("<table><tr><td>1<table><tr><td>inner</table><td>2</table>", "1\n\ninner\n\n2")]
    [InlineData("<table><td>no row<tbody><td>1</table>", "|  |\n| --- |\n| no row |\n| 1 |")]
    public void Tables_of_data_stay_tables(string html, string expected) => Assert.Equal(expected, Markdown(html));

    [Theory]
    [InlineData("<pre class='brush: js; gutter: false'>x</pre>", "js")]
    [InlineData("<pre class='brush:php'>x</pre>", "php")]
    [InlineData("<pre class='sourceCode haskell'>x</pre>", "haskell")]
    [InlineData("<pre><code class='hljs python'>x</code></pre>", "python")]
    [InlineData("<pre><code class='lang-C++'>x</code></pre>", "c++")]
    [InlineData("<pre data-lang=Go>x</pre>", "go")]
    [InlineData("<div class='highlight highlight-source-shell'><pre>x</pre></div>", "shell")]
    [InlineData("<figure class='highlight'><table><tr><td class=code><pre class=language-ini>x</pre></table></figure>", "ini")]
    [InlineData("<pre class='language-text'>x</pre>", "")]
    [InlineData("<pre class='wide'>x</pre>", "")]
    public void The_language_of_code_is_found_wherever_a_highlighter_left_it(string html, string expected) =>
        Assert.Equal($"```{expected}\nx\n```", Markdown(html));

    [Theory]
    [InlineData("<p>2 * 3 and count(*)", "2 * 3 and count(\\*)")]
    [InlineData("<p>max_connections and _this_", "max_connections and \\_this\\_")]
    [InlineData("<p># not a heading", "\\# not a heading")]
    [InlineData("<p>1. not an item", "1\\. not an item")]
    [InlineData("<p>- not an item", "\\- not an item")]
    [InlineData("<p>&lt;b> and a < b", "\\<b> and a < b")]
    [InlineData("<p>[a](b) and [ c ]", "[a\\](b) and [ c ]")]
    [InlineData("<p>a `tick`", "a \\`tick\\`")]
    [InlineData("<p>C:\\dir \\*", "C:\\dir \\\\\\*")]
    [InlineData("<h2>9. Functions</h2>", "## 9. Functions")]
    public void What_would_be_a_mark_is_escaped_and_no_more(string html, string expected) => Assert.Equal(expected, Markdown(html));

    [Theory]
    [InlineData("<a href=b.html>see <b>b</b></a>", "[see **b**](http://site.example/docs/b.html)")]
    [InlineData("<a href='b.html#part'>b</a>", "[b](http://site.example/docs/b.html#part)")]
    [InlineData("<a href='/f(x)'>f</a>", "[f](<http://site.example/f(x)>)")]
    [InlineData("<a href='#part'>here</a>", "here")]
    [InlineData("<a href='mailto:a@b.example'>mail</a>", "mail")]
    [InlineData("<a href='javascript:x()'>click</a>", "click")]
    [InlineData("<a href=b.html></a>text", "text")]
    [InlineData("<a href=b.html><div>card</div></a>", "card")]
    [InlineData("<a href=b.html>a [1]</a>", "[a \\[1\\]](http://site.example/docs/b.html)")]
    [InlineData("<h2>Title <a href='#title'>¶</a></h2>", "## Title")]
    [InlineData("<a href=b.html><img alt=Logo></a>", "[Logo](http://site.example/docs/b.html)")]
    public void Links_are_absolute(string html, string expected) => Assert.Equal(expected, Markdown(html));

    [Theory]
    [InlineData("<nav>menu</nav><header>top</header><p>text</p><aside>ads</aside><footer>end</footer>", "text")]
    [InlineData("<div class=navheader>top</div><p>text</p><div class='x navfooter'>end</div>", "text")]
    [InlineData("<div id=cookie-banner>We value your privacy</div><p>text</p>", "text")]
    [InlineData("<div class='cc-cookie-consent'>We value your privacy</div><p>text</p>", "text")]
    [InlineData("<p>text</p><div role=navigation>menu</div><div hidden>x</div><div style='display: none'>y</div>", "text")]
    [InlineData("<body><script>x</script><style>y</style><noscript>z</noscript><template>t</template><svg><text>s</text></svg><p>text</p>", "text")]
    [InlineData("<form><label>Search</label><input><button>Go</button></form>text", "text")]
    [InlineData("<form id=aspnet><h1>Old</h1><p>site</p></form>", "# Old\n\nsite")]
    [InlineData("<p>around</p><main><header><h1>Title</h1></header><p>text</p></main><p>below</p>", "# Title\n\ntext")]
    [InlineData("<p>around</p><div role=main><p>text</p></div>", "text")]
    [InlineData("<p>a</p><article><header><h1>T</h1></header>long enough to be it</article>", "# T\n\nlong enough to be it")]
    [InlineData("<p>The page itself says a good deal more than the teaser that it has on it.</p><article>teaser</article>",
        "The page itself says a good deal more than the teaser that it has on it.\n\nteaser")]
    [InlineData("<p>text</p><main> </main>", "text")]
    [InlineData("<div class=menu><p>an unlucky class</p></div>", "an unlucky class")]
    [InlineData("<dialog>Subscribe!</dialog><template>t</template><select><option>o</select><button>b</button>text", "text")]
    public void The_frame_of_a_page_is_left_out(string html, string expected) => Assert.Equal(expected, Markdown(html));

    private static readonly string Prose = string.Concat(Enumerable.Repeat("What the page has to say. ", 20)).Trim();

    private const string Links = "<a href=1>One</a> <a href=2>Two</a> <a href=3>Three</a> <a href=4>Four</a>";

    [Fact]
    public void Links_beside_the_text_are_a_menu() =>
        Assert.Equal(Prose, Markdown($"<div><div>{Links}</div><div><p>{Prose}</div><ul><li>{Links}</ul></div>"));

    [Fact]
    public void Links_within_the_text_are_part_of_it()
    {
        Assert.Contains("[Four]", Markdown($"<div><p>{Prose}</p><ul><li>{Links}</ul></div>"), StringComparison.Ordinal);
        Assert.Contains("[Four]", Markdown($"<h2>Parts</h2><ul><li>{Links}</ul><p>short"), StringComparison.Ordinal);
        Assert.Contains("[Four]", Markdown($"<div>{Links}</div>"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_guess_that_would_take_most_of_the_text_is_taken_back()
    {
        Assert.Equal($"{Prose}\n\nend", Markdown($"<div class=sidebar>{Prose}</div><nav>menu</nav>end"));
        Assert.Equal($"{Prose}\n\nend", Markdown($"<header>{Prose}</header>end"));
        Assert.Equal(Prose, Markdown($"<div class=sidebar>{Prose}</div><p>{Prose}"));
    }

    [Fact]
    public void A_notice_about_cookies_is_no_text_however_long() =>
        Assert.Equal("text", Markdown($"<div class=cookie-banner>{Prose}</div><div role=dialog>{Prose}</div>text"));

    [Theory]
    [InlineData("<title>t</title><noscript><img src=x></noscript><link rel=canonical href=/c><p>text", "text")]
    [InlineData("<svg><style>a{}</style><title>t</title><path/></svg>text", "text")]
    [InlineData("<svg><g><p>out of it", "out of it")]
    [InlineData("<table><div>before</div><tr><td>in<td>too</table>", "before\n\n|  |  |\n| --- | --- |\n| in | too |")]
    [InlineData("<p>a<p>b<div>c</p>d</div>e", "a\n\nb\n\ncd\n\ne")]
    [InlineData("<b>a<p>b</b>c", "a\n\nbc")]
    [InlineData("a<b>c</a></i></div></li></td>d</b>", "a**cd**")]
    [InlineData("<h1>a<h2>b</h1>c", "# a\n\n## b\n\nc")]
    [InlineData("<form><h1>a</h1><form>b</form>c</form>d", "# a\n\nb\n\ncd")]
    [InlineData("<template><table><caption>x</template>text", "text")]
    [InlineData("a\0b", "ab")]
    public void What_is_wrong_is_read_as_it_was_meant(string html, string expected) => Assert.Equal(expected, Markdown(html));

    [Theory]
    [InlineData("")]
    [InlineData("<p>unclosed <b>everything <i>here <table><tr><td>")]
    [InlineData("</p></div></body></html>text after the end")]
    [InlineData("<frameset><frame src=a></frameset>")]
    [InlineData("\0\u0001<\u0000p>&#0;&#xD800;&bogus;")]
    public void Malformed_pages_are_pages(string html) => Assert.NotNull(Markdown(html));

    [Fact]
    public void A_page_nested_without_end_does_not_end_the_process()
    {
        var html = string.Concat(Enumerable.Repeat("<div><blockquote>", 2_000)) + "deep";
        Assert.Contains("deep", Markdown(html), StringComparison.Ordinal);
    }

    private static string Markdown(string html)
    {
        Assert.True(WebUrl.TryParse("http://site.example/docs/a.html", out var url));
        return PageExtractor.Html(html.AsMemory(), new PageSource(url, null)).Markdown;
    }
}

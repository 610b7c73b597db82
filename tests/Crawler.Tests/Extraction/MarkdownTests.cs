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
    [InlineData("<table><tr><td class=linenos><pre>1</pre><td><pre>code</pre></table>", "```\n1\n```\n\n```\ncode\n```")]
    public void Tables_of_data_stay_tables(string html, string expected) => Assert.Equal(expected, Markdown(html));

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
    public void The_frame_of_a_page_is_left_out(string html, string expected) => Assert.Equal(expected, Markdown(html));

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

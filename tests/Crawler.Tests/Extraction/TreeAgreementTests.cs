using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Trawl.Crawler.Extraction;
using Trawl.Crawler.Extraction.Html;
using Trawl.TestSupport;

namespace Trawl.Crawler.Tests.Extraction;

/// <summary>
/// Our tree beside AngleSharp's, which follows the whole of HTML's rules: the same links in the same order, and the same letters.
/// </summary>
public sealed class TreeAgreementTests
{
    private static readonly HtmlParser Reference = new();

    public static TheoryData<string> Samples => PageSamplesTests.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_has_the_links_and_letters_that_the_whole_rules_give_it(string name) =>
        Agree(name, File.ReadAllText(Path.Combine(PageSamplesTests.Folder, $"{name}.html")));

    [Fact]
    public void So_has_each_page_of_a_real_manual()
    {
        foreach (var page in Directory.GetFiles(Manual.Folder, "*.html"))
            Agree(page, File.ReadAllText(page));
    }

    [Theory]
    [InlineData("<table><tr><td>a<tr><td>b</table>c")]
    [InlineData("<table><p>before<a href=1>x</a><tr><td>cell</table>after")]
    [InlineData("<ul><li>a<li>b<ul><li>c</ul>d</ul>e")]
    [InlineData("<p>a<div>b<p>c</div>d")]
    [InlineData("<a href=1>a<a href=2>b</a>c")]
    [InlineData("<b>a<p>b</b>c<i>d</p>e")]
    [InlineData("<div><a href=1>a<div>b</a>c</div>d")]
    [InlineData("<select><option>a<option>b</select><p>c")]
    [InlineData("<dl><dt>a<dd>b<dt>c</dl>")]
    [InlineData("a</p>b</br>c</div>d")]
    [InlineData("<title>t<b></title><p>a")]
    [InlineData("<html><body><p>a</body></html>b<a href=1>c</a>")]
    [InlineData("<p>a<!-- b --><![CDATA[c]]>d")]
    [InlineData("<pre>\na\n b</pre><textarea>c</textarea>d")]
    [InlineData("<svg><text>a</text><p>b</svg>c")]
    [InlineData("<h1>a<h2>b</h1>c")]
    [InlineData("<button>a<button>b</button>c")]
    [InlineData("<table><caption>a<tr><th>b<td><table><tr><td>c</table>d</table>e")]
    [InlineData("<p>a<table><tr><td>b</table><p>c")]
    [InlineData("<frameset><frame src=a></frameset>")]
    public void So_has_what_is_written_badly(string html) => Agree(html, html);

    private static void Agree(string name, string html)
    {
        using var reference = Reference.ParseDocument(html);
        using var workspace = Workspace.Rent();
        workspace.Budget.Start(TimeSpan.FromMinutes(1));
        workspace.Builder.Parse(html.AsMemory(), workspace.Budget);

        var (letters, links) = (new StringBuilder(), new List<string>());
        Take(workspace.Tree.Body, letters, links);
        var (wantedLetters, wantedLinks) = (new StringBuilder(), new List<string>());
        if (reference.Body is { } body)
            Take(body, wantedLetters, wantedLinks);
        // A link that is not closed where it should be is doubled by the rules; a page names it once.
        Assert.True(wantedLinks.Distinct().SequenceEqual(links.Distinct()), $"{name}: {string.Join(' ', wantedLinks)} ≠ {string.Join(' ', links)}");
        Assert.True(wantedLetters.Equals(letters), $"{name}: {wantedLetters} ≠ {letters}");
    }

    private static void Take(HtmlNode node, StringBuilder letters, List<string> links)
    {
        if (node.IsText)
            Letters(node.Data.Span, letters);
        if (node.Is(TagTraits.Mute))
            return;
        if (node.Tag is HtmlTag.A or HtmlTag.Area && node.Has(HtmlAttribute.Href))
            links.Add(node[HtmlAttribute.Href].ToString());
        for (var child = node.First; child is not null; child = child.Next)
            Take(child, letters, links);
    }

    private static void Take(INode node, StringBuilder letters, List<string> links)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText text)
                Letters(text.Data, letters);
            if (child is not IElement element || IsMute(element))
                continue;
            if (element.LocalName is "a" or "area" && element.GetAttribute("href") is { } href)
                links.Add(href);
            Take(element, letters, links);
        }
    }

    private static bool IsMute(IElement element) => HtmlTags.Has(HtmlTags.Of(element.LocalName), TagTraits.Mute);

    private static void Letters(ReadOnlySpan<char> text, StringBuilder letters)
    {
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
                letters.Append(c);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace Trawl.Web.Tests;

public sealed class WebUrlTests
{
    [Theory]
    [InlineData("http://example.com", "http://example.com/", "example.com")]
    [InlineData("HTTP://EXAMPLE.com:80/A", "http://example.com/A", "example.com")]
    [InlineData("https://example.com:443/", "https://example.com/", "example.com")]
    [InlineData("https://example.com:8443/", "https://example.com:8443/", "example.com:8443")]
    [InlineData("http://example.com:443/", "http://example.com:443/", "example.com:443")]
    [InlineData("  http://example.com/a\t\nb  ", "http://example.com/ab", "example.com")]
    [InlineData("http://example.com/a/./b/../c#part", "http://example.com/a/c", "example.com")]
    [InlineData("http://example.com/%2e%2e/a", "http://example.com/a", "example.com")]
    [InlineData("http://example.com/%7euser/%41", "http://example.com/~user/A", "example.com")]
    [InlineData("http://example.com/a%2fb%c3%a9", "http://example.com/a%2Fb%C3%A9", "example.com")]
    [InlineData("http://example.com/é ü", "http://example.com/%C3%A9%20%C3%BC", "example.com")]
    [InlineData("http://example.com/50%", "http://example.com/50%25", "example.com")]
    [InlineData("http://example.com/?", "http://example.com/", "example.com")]
    [InlineData("http://example.com/a?b=c?", "http://example.com/a?b=c?", "example.com")]
    [InlineData("http://example.com/a/", "http://example.com/a/", "example.com")]
    [InlineData("http://example.com./a", "http://example.com/a", "example.com")]
    [InlineData("http://BÜCHER.example/", "http://xn--bcher-kva.example/", "xn--bcher-kva.example")]
    [InlineData("http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1")]
    [InlineData("http://[::1]:8080/x", "http://[::1]:8080/x", "[::1]:8080")]
    public void A_url_has_one_spelling(string text, string value, string host)
    {
        Assert.True(WebUrl.TryParse(text, out var url));
        Assert.Equal(new WebUrl(value, host), url);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("/a/b")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("mailto:a@example.com")]
    [InlineData("http://user:secret@example.com/")]
    [InlineData("http://")]
    [InlineData("http://exa mple.com/")]
    public void What_cannot_be_crawled_is_no_url(string? text) => Assert.False(WebUrl.TryParse(text, out _));

    [Fact]
    public void An_endless_url_is_refused() => Assert.False(WebUrl.TryParse("http://example.com/" + new string('a', WebUrl.MaxLength), out _));

    [Theory]
    [InlineData("b.html", "http://example.com/docs/b.html")]
    [InlineData("/b", "http://example.com/b")]
    [InlineData("../b/", "http://example.com/b/")]
    [InlineData("./b?x=1", "http://example.com/docs/b?x=1")]
    [InlineData("?page=2", "http://example.com/docs/a.html?page=2")]
    [InlineData("#part", "http://example.com/docs/a.html?x=1")]
    [InlineData("b#part", "http://example.com/docs/b")]
    [InlineData("//cdn.example.com/b", "http://cdn.example.com/b")]
    [InlineData("https://other.example/a//b", "https://other.example/a//b")]
    [InlineData("b?", "http://example.com/docs/b")]
    [InlineData(".hidden", "http://example.com/docs/.hidden")]
    [InlineData("a b.html", "http://example.com/docs/a%20b.html")]
    [InlineData("  b.html\n", "http://example.com/docs/b.html")]
    [InlineData("", "http://example.com/docs/a.html?x=1")]
    public void A_reference_is_resolved_against_its_page(string reference, string expected)
    {
        Assert.True(WebUrl.TryParse("http://example.com/docs/a.html?x=1", out var page));
        Assert.Equal(expected, new LinkResolver(page).Resolve(reference)?.Value);
        Assert.True(WebUrl.TryResolve(new Uri(page.Value), reference, out var url));
        Assert.Equal(expected, url.Value);
    }

    [Fact]
    public void Path_and_query_are_what_follows_the_host()
    {
        Assert.True(WebUrl.TryParse("http://[::1]:81/a?b#c", out var url));
        Assert.Equal("/a?b", url.PathAndQuery.ToString());
    }

    [Fact]
    public void Normalising_twice_changes_nothing() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(Reference, reference =>
            !WebUrl.TryParse("http://example.com/" + reference, out var once)
            || (WebUrl.TryParse(once.Value, out var twice) && once == twice)));

    [Fact]
    public void An_encoded_dot_segment_is_resolved_even_beside_a_lone_percent_sign()
    {
        Assert.True(WebUrl.TryParse("http://example.com/%/%2e/a/%2e%2e/b", out var url));
        Assert.Equal("http://example.com/%25/b", url.Value);
    }

    [Fact]
    public void What_was_normalised_goes_over_the_wire_as_it_is() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(Reference, reference =>
            !WebUrl.TryParse("http://example.com/" + reference, out var url) || new Uri(url.Value).PathAndQuery == url.PathAndQuery.ToString()));

    [Fact]
    public void The_quick_way_of_resolving_agrees_with_the_thorough_one()
    {
        Assert.True(WebUrl.TryParse("http://example.com:8080/docs/sub/a.html?x=1", out var page));
        var (resolver, baseUri) = (new LinkResolver(page), new Uri(page.Value));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Reference, reference =>
            resolver.Resolve(reference) == (WebUrl.TryResolve(baseUri, reference, out var url) ? url : null)));
    }

    // Text made of what URLs trip over, rather than of arbitrary characters that all end up encoded.
    private static Arbitrary<string> Reference => Gen.Elements(
            "a", "Z", "0", ".", "..", "/", "//", "\\", "?", "#", "%", "%2", "%2e", "%2F", "%41", "%c3%a9", "%zz", "%25", "%", ":", "@", "&", "=", "+", ";",
            " ", "\t", "\u00e9", "\ud83d\ude00", "\ud800", "[", "]", "|", "\"", "<", "^", "`", "{", "~", "http://", "https:", "www.example.com", "*", "\u0001")
        .ListOf().Select(string.Concat).ToArbitrary();
}

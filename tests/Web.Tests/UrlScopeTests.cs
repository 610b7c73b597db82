namespace Trawl.Web.Tests;

public sealed class UrlScopeTests
{
    [Theory]
    [InlineData("host", "http://docs.example.com/a", true)]
    [InlineData("Host", "https://docs.example.com/other", true)]
    [InlineData("host", "http://www.example.com/", false)]
    [InlineData("host", "http://docs.example.com:8080/", false)]
    [InlineData("domain", "http://www.example.com/", true)]
    [InlineData("domain", "http://example.com/", true)]
    [InlineData("domain", "http://badexample.com/", false)]
    [InlineData("prefix", "http://docs.example.com/guide/a/b", true)]
    [InlineData("prefix", "http://docs.example.com/guide/", true)]
    [InlineData("prefix", "http://docs.example.com/guides/", false)]
    [InlineData("prefix", "http://docs.example.com/", false)]
    [InlineData("list", "http://docs.example.com/guide/intro.html", true)]
    [InlineData("list", "https://docs.example.com/guide/intro.html", true)]
    [InlineData("list", "http://docs.example.com/guide/other.html", false)]
    public void A_scope_is_measured_from_its_root(string kind, string url, bool expected) =>
        Assert.Equal(expected, new UrlScope(kind, ["http://docs.example.com/guide/intro.html"], [], []).Contains(Url(url)));

    [Theory]
    [InlineData("http://x.example/docs", "http://x.example/docs", true)]
    [InlineData("http://x.example/docs", "http://x.example/docs/a", true)]
    [InlineData("http://x.example/docs", "http://x.example/docs-old/a", false)]
    [InlineData("http://x.example/docs/?v=1", "http://x.example/docs/a", true)]
    [InlineData("http://x.example/", "http://x.example/a", true)]
    public void A_roots_folder_is_what_a_person_would_take_it_for(string root, string url, bool expected) =>
        Assert.Equal(expected, new UrlScope("prefix", [root], [], []).Contains(Url(url)));

    [Theory]
    [InlineData("/docs/a", true)]
    [InlineData("/docs/old/a", false)]
    [InlineData("/blog/a", false)]
    [InlineData("/", true)]
    public void Exclusion_wins_over_inclusion_and_the_root_over_both(string path, bool expected)
    {
        var scope = new UrlScope("host", ["http://x.example/"], ["/docs/**"], ["/docs/old/**", "/"]);
        Assert.Equal(expected, scope.Contains(Url("http://x.example" + path)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/", "http://127.0.0.1:5001/", false)]
    [InlineData("http://127.0.0.1/", "http://127.0.0.2/", false)]
    [InlineData("http://a.example.co.uk/", "http://b.example.co.uk/", true)]
    [InlineData("http://a.example.co.uk/", "http://other.co.uk/", false)]
    [InlineData("http://me.github.io/", "http://you.github.io/", false)]
    [InlineData("http://localhost/", "http://localhost/a", true)]
    public void A_registrable_domain_has_one_owner(string root, string url, bool expected) =>
        Assert.Equal(expected, new UrlScope("domain", [root], [], []).Contains(Url(url)));

    [Fact]
    public void An_unknown_kind_is_a_fault_of_the_caller() => Assert.Throws<ArgumentException>(() => new UrlScope("galaxy", [], [], []));

    [Theory]
    [InlineData("/docs/*", "/docs/a", true)]
    [InlineData("/docs/*", "/docs/a/b", false)]
    [InlineData("/docs/*", "/docs/", true)]
    [InlineData("/docs/**", "/docs/a/b?c=d", true)]
    [InlineData("/docs/**", "/docs", false)]
    [InlineData("**/print", "/a/b/print", true)]
    [InlineData("/**/print/*", "/a/b/print/c", true)]
    [InlineData("/a?c", "/abc", true)]
    [InlineData("/a?c", "/a/c", false)]
    [InlineData("/search?q=*", "/search?q=x", true)]
    [InlineData("/A", "/a", false)]
    [InlineData("/caf\u00e9*", "/caf%C3%A9s", true)]
    [InlineData("*", "/", false)]
    [InlineData("**", "/", true)]
    [InlineData("", "/", false)]
    [InlineData("/a***b", "/a/x/b", true)]
    public void A_glob_matches_the_whole_path(string glob, string path, bool expected) => Assert.Equal(expected, new UrlGlob(glob).IsMatch(path));

    [Fact]
    public async Task No_pattern_is_slow()
    {
        var glob = new UrlGlob(string.Concat(Enumerable.Repeat("*a", 100)) + "b");
        await Task.Run(() => Assert.False(glob.IsMatch("/" + new string('a', 2000)))).WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static WebUrl Url(string text) => WebUrl.TryParse(text, out var url) ? url : throw new ArgumentException(text);
}

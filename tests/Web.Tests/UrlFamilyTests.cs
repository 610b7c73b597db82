namespace Trawl.Web.Tests;

public sealed class UrlFamilyTests
{
    [Theory]
    [InlineData("/a/b")]
    [InlineData("/post-5/2026")]
    [InlineData("/a?q=words")]
    [InlineData("/a?q=4you&r=1.5")]
    [InlineData("/a?5")]
    [InlineData("/a?=5")]
    [InlineData("/products/1200/1300")]
    [InlineData("")]
    public void Most_urls_have_no_family(string path) => Assert.Null(UrlFamily.Of("http://127.0.0.1:8080/" + path.TrimStart('/')));

    [Theory]
    [InlineData("/list?page=2", "/list?page=#", false)]
    [InlineData("/list7?page=22&q=a1", "/list7?page=#&q=a1", false)]
    [InlineData("/list?offset=-20", "/list?offset=#", false)]
    [InlineData("/c?month=11&year=2026", "/c?month=#&year=#", true)]
    [InlineData("/c?day=2026-11-21", "/c?day=#-#-#", true)]
    [InlineData("/c?day=11%2F21%2F2026", "/c?day=#%#F#%#F#", true)]
    [InlineData("/c?m=202611&v=1", "/c?m=#&v=#", true)]
    [InlineData("/2026/11/", "/#/#/", true)]
    [InlineData("/blog/2026/11/21/post-5", "/blog/#/#/#/post-5", true)]
    [InlineData("/blog/2026-11-21.html?view=list", "/blog/#-#-#.html?view=list", true)]
    [InlineData("/20261121", "/#", true)]
    public void Members_of_a_family_share_its_pattern(string path, string pattern, bool dates) =>
        Assert.Equal(new UrlFamily("http://127.0.0.1:8080" + pattern, dates), UrlFamily.Of("http://127.0.0.1:8080" + path));
}

namespace Trawl.Web.Tests;

public sealed class UrlTrapsTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [InlineData("/a/a/b")]
    [InlineData("/a/b/a/b/a")]
    [InlineData("/docs/en/docs/fr/docs/de")]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25")]
    [InlineData("/a?a=1&a=2&a=3&b=1")]
    [InlineData("/a?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11&l=12")]
    [InlineData("/2027/12/a")]
    [InlineData("/1990/01/a")]
    [InlineData("/iso-1989-1")]
    [InlineData("/1989-1/part")]
    [InlineData("/size/1920/1080")]
    [InlineData("/abs/1910.12345")]
    [InlineData("/a?id=198512")]
    [InlineData("/a?id=19851201")]
    [InlineData("/a?year=1970")]
    [InlineData("/1066/the-battle")]
    [InlineData("/")]
    public void An_innocent_link_is_followed(string link) => Assert.Null(Trap(link));

    [Theory]
    [InlineData("/a/a/a")]
    [InlineData("/x/a/a/a/y")]
    [InlineData("/a/b/a/b/a/b/")]
    [InlineData("/x/a/b/c/a/b/c/a/b/c")]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25/26")]
    [InlineData("/a?a=1&a=2&a=3&a=4")]
    [InlineData("/a?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11&l=12&m=13")]
    public void What_loops_and_piles_up_is_a_trap(string link) => Assert.NotNull(Trap(link));

    [Fact]
    public void Length_alone_is_a_trap()
    {
        Assert.Null(Trap("/" + new string('a', 1000)));
        Assert.NotNull(Trap("/" + new string('a', 1024)));
        Assert.Null(Trap("/?q=" + new string('a', 500)));
        Assert.NotNull(Trap("/?q=" + new string('a', 512)));
    }

    [Theory]
    [InlineData("/p?a=1&b=2&c=3&d=4", "/p?a=1&b=2&c=3&d=4&e=5", true)]
    [InlineData("/p?a=1&b=2&c=3&d=4", "/p?a=1&b=2&c=3&d=4&d=5", true)]
    [InlineData("/p?a=1&b=2&c=3", "/p?a=1&b=2&c=3&d=4&e=5", false)]
    [InlineData("/p?a=1&b=2&c=3&d=4", "/p?a=2&b=2&c=3&d=4&e=5", false)]
    [InlineData("/p?a=1&b=2&c=3&d=4", "/p?a=1&b=2&c=3&d=5", false)]
    [InlineData("/p?a=1&b=2&c=3&d=4", "/q?a=1&b=2&c=3&d=4&e=5", false)]
    [InlineData("/p", "/p?a=1&b=2&c=3&d=4&e=5", false)]
    public void A_query_that_grows_from_page_to_page_is_a_trap(string page, string link, bool trap) => Assert.Equal(trap, Trap(link, page) is not null);

    [Theory]
    [InlineData("/calendar/2028/01")]
    [InlineData("/calendar/2031/3/1/")]
    [InlineData("/calendar/2028-01")]
    [InlineData("/calendar/2028-01-05.html")]
    [InlineData("/calendar/20280105")]
    [InlineData("/calendar/1989/12.html")]
    [InlineData("/c?month=2028-1")]
    [InlineData("/c?m=202801")]
    [InlineData("/c?date=20280131")]
    [InlineData("/c?d=1%2F31%2F2028")]
    [InlineData("/c?d=31.1.2028")]
    [InlineData("/c?from=2028-01-01T00:00")]
    [InlineData("/c?month=1&year=2028")]
    [InlineData("/c?cal_month=12&cal_year=1989")]
    public void A_calendar_far_from_today_is_a_trap(string link) => Assert.NotNull(Trap(link));

    [Fact]
    public void The_last_day_of_all_is_no_edge() => Assert.Null(UrlTraps.Of(Url("/2199/12"), Url("/"), DateOnly.MaxValue));

    [Fact]
    public void Judging_an_innocent_link_allocates_nothing()
    {
        var (page, links) = (Url("/docs/intro.html?lang=en"), new[] { Url("/docs/2026/11/post-1.html"), Url("/w?a=1&b=2&c=3&d=4&e=5"), Url("/a/b/c/d/e/") });
        Assert.All(links, link => Assert.Null(UrlTraps.Of(link, page, Today)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            UrlTraps.Of(links[i % links.Length], page, Today);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string? Trap(string link, string page = "/") => UrlTraps.Of(Url(link), Url(page), Today);

    private static WebUrl Url(string path) => WebUrl.TryParse("http://x.example" + path, out var url) ? url : throw new ArgumentException(path);
}

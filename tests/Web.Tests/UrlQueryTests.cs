namespace Trawl.Web.Tests;

public sealed class UrlQueryTests
{
    [Theory]
    [InlineData("?b=2&a=1&b=2", "?a=1&b=2")]
    [InlineData("?b=2&b=1&a=0", "?a=0&b=2&b=1")]
    [InlineData("?a=1&&b=2&", "?a=1&b=2")]
    [InlineData("?&a=1", "?a=1")]
    [InlineData("?a=1&ab=1&a=2", "?a=1&a=2&ab=1")]
    [InlineData("?a[]=2&a[]=1&a[]=2", "?a[]=2&a[]=1")]
    [InlineData("?a=", "?a=")]
    [InlineData("?B=1&a=1", "?B=1&a=1")]
    [InlineData("?a=%2B&a=+", "?a=%2B&a=+")]
    [InlineData("?b=x%26a=1&a=2", "?a=2&b=x%26a=1")]
    public void Parameters_stand_by_name_each_once(string query, string expected) => Assert.Equal("http://x.example/p" + expected, Normalised("/p" + query));

    [Theory]
    [InlineData("?page", "?page")]
    [InlineData("?b&a", "?b&a")]
    [InlineData("?b&&a", "?b&&a")]
    [InlineData("?/topic/5&b=1&a=1", "?/topic/5&b=1&a=1")]
    [InlineData("?=b&a=1", "?=b&a=1")]
    [InlineData("?wsdl&b=1&a=1&utm_source=x", "?wsdl&b=1&a=1")]
    [InlineData("?page&utm_source=x", "?page")]
    [InlineData("??", "??")]
    public void What_is_no_list_of_parameters_keeps_its_order(string query, string expected) =>
        Assert.Equal("http://x.example/p" + expected, Normalised("/p" + query));

    [Theory]
    [InlineData("?utm_source=a&UTM_Medium=b", "")]
    [InlineData("?id=1&fbclid=x&gclid=y&msclkid=z&mc_cid=1&mc_eid=2", "?id=1")]
    [InlineData("?PHPSESSID=0a1b&id=1", "?id=1")]
    [InlineData("?ASPSESSIONIDQABC=0a1b", "")]
    [InlineData("?jsessionid=1&utm%5Fcampaign=x", "")]
    [InlineData("?sid=9f86d081884c7d65", "")]
    [InlineData("?sid=1234", "?sid=1234")]
    [InlineData("?sid=", "?sid=")]
    [InlineData("?outm_=1&utm=2", "?outm_=1&utm=2")]
    [InlineData("?ref=home", "?ref=home")]
    public void What_only_tells_visitors_apart_is_dropped(string query, string expected) => Assert.Equal("http://x.example/p" + expected, Normalised("/p" + query));

    [Theory]
    [InlineData("/a;jsessionid=0A1B?x=1", "/a?x=1")]
    [InlineData("/a;JSESSIONID=0A1B/b", "/a/b")]
    [InlineData("/a;jsessionid=1;v=2;jsessionid=3/b", "/a;v=2/b")]
    [InlineData("/a/..;jsessionid=1/b", "/b")]
    [InlineData("/a?x=;jsessionid=1", "/a?x=;jsessionid=1")]
    [InlineData("/a;v=1", "/a;v=1")]
    public void A_session_in_the_path_is_dropped(string path, string expected) => Assert.Equal("http://x.example" + expected, Normalised(path));

    [Fact]
    public void A_query_of_very_many_parameters_is_left_alone()
    {
        var query = "?" + string.Join('&', Enumerable.Range(0, 70).Select(i => $"p{99 - i}=1&utm_x={i}"));
        Assert.Equal("http://x.example/" + query, Normalised("/" + query));
    }

    private static string Normalised(string pathAndQuery)
    {
        Assert.True(WebUrl.TryParse("http://x.example" + pathAndQuery, out var url));
        Assert.True(WebUrl.TryParse("http://x.example/folder/page", out var page));
        Assert.Equal(url, new LinkResolver(page).Resolve(pathAndQuery));
        return url.Value;
    }
}

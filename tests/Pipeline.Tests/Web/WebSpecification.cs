using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web;

/// <summary>The web as it is, and the truth about it: holds on any deployment, to the last URL.</summary>
public abstract class WebSpecification(WebRun web)
{
    public static TheoryData<string> Themes => new(WebThemes.New().Select(theme => theme.Name));

    public static TheoryData<string> StillThemes => new(WebThemes.New().Where(theme => theme.IsStill).Select(theme => theme.Name));

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task Every_page_has_the_outcome_that_it_should(string theme)
    {
        var run = web.Of(theme);
        Verdict.OnPages(run.Theme, await run.First);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task What_should_be_stored_is_and_nothing_else(string theme)
    {
        var run = web.Of(theme);
        Verdict.OnDocuments(run.Theme, await run.First);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task The_site_was_asked_for_what_it_should_be_and_for_nothing_else(string theme)
    {
        var run = web.Of(theme);
        var finding = await run.First;
        Verdict.OnRequests(run.Theme, finding);
        run.Theme.Judge(finding);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task The_counts_add_up(string theme) => Verdict.OnCounts(await web.Of(theme).First);

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task Every_fetch_was_told_live(string theme) => Verdict.OnActivity(await web.Of(theme).First);

    [Theory]
    [MemberData(nameof(StillThemes))]
    public async Task A_second_crawl_transfers_nothing_again_and_embeds_nothing(string theme)
    {
        var run = web.Of(theme);
        Verdict.OnSecond(run.Theme, await run.First, await run.Second);
    }

    [Fact]
    public async Task Every_crawler_had_its_part()
    {
        var findings = await Task.WhenAll(web.All.Select(run => run.First));
        var workers = findings.SelectMany(finding => finding.Activity).Where(Verdict.IsOfAPage)
            .Select(e => e.GetProperty("data").GetProperty("workerName").GetString()).Distinct();
        Assert.Equal(web.Crawlers, workers.Count());
    }
}

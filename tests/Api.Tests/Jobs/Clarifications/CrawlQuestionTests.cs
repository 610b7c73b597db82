using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Crawling;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Jobs.Clarifications;

/// <summary>What a crawl asks, and what each answer does.</summary>
public sealed class CrawlQuestionTests
{
    private const string Root = WebHost.Root;
    private const string Elsewhere = "http://other.test/";

    [Theory]
    [InlineData("crawl", JobStatus.Completed)]
    [InlineData("stop", JobStatus.Failed)]
    public async Task A_root_that_robots_txt_forbids_is_a_question(string answer, JobStatus end)
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a") { Forbidden = true };
            web[$"{Root}a"] = new("a") { Forbidden = true };
            web[$"{Root}sitemap.xml"] = new("", $"{Root}b") { Forbidden = true };
            web[$"{Root}b"] = new("b");
        });
        var job = await WaitingAsync(host, o => o with { UseSitemap = true });
        var question = Assert.Single(await host.Engine.QuestionsAsync(job.Id));
        Assert.Equal((ClarificationKind.Robots, Root, "stop"), (question.Kind, question.Subject, question.DefaultAnswer));
        Assert.Equal(["crawl", "stop"], question.Options);
        Assert.Contains(Root, question.Question, StringComparison.Ordinal);
        Assert.Empty(host.Web.Requests);

        Assert.Equal(200, await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, answer));

        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal(end, ended.Status);
        if (end == JobStatus.Completed)
            Assert.Equal([Root, $"{Root}a", $"{Root}b"], await host.StoredAsync(ended));
        else
            Assert.Equal("robots_disallowed", ended.Error!.RootElement.GetProperty("code").GetString());
        await host.AddsUpAsync(ended);
        await Facts.EventsAsync(host.Engine, ended);
        Assert.True(ended.Options.RootElement.GetProperty("respectRobots").GetBoolean());
    }

    [Fact]
    public async Task What_is_crawled_against_robots_txt_a_second_time_is_not_transferred_again()
    {
        await using var host = await WebHost.StartAsync(web => web[Root] = new("root") { Forbidden = true });
        for (var i = 0; i < 2; i++)
        {
            var job = await WaitingAsync(host);
            await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "crawl");
            Assert.Equal((JobStatus.Completed, i), ((await host.Engine.EndOfAsync(job.Id)).Status, (await host.Engine.JobAsync(job.Id)).Unchanged));
        }

        Assert.Equal([Root], host.FetchedWhole());
    }

    [Theory]
    [InlineData("follow", JobStatus.Completed)]
    [InlineData("stop", JobStatus.Failed)]
    public async Task A_root_that_has_moved_to_another_site_is_a_question(string answer, JobStatus end)
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("") { LeavesTo = Elsewhere };
            web[Elsewhere] = new("root", $"{Elsewhere}a");
            web[$"{Elsewhere}a"] = new("a", $"{Elsewhere}away");
            web[$"{Elsewhere}away"] = new("") { LeavesTo = "http://third.test/" };
            web[$"{Elsewhere}sitemap.xml"] = new("", $"{Elsewhere}b");
            web[$"{Elsewhere}b"] = new("b");
        });
        var job = await WaitingAsync(host, o => o with { UseSitemap = true });
        var question = Assert.Single(await host.Engine.QuestionsAsync(job.Id));
        Assert.Equal((ClarificationKind.Moved, Root, "stop"), (question.Kind, question.Subject, question.DefaultAnswer));
        Assert.Contains(Elsewhere, question.Question, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Web.Requests, r => r.Url.StartsWith(Elsewhere, StringComparison.Ordinal));

        Assert.Equal(200, await host.Engine.AnswerAsync(job.Id, ClarificationKind.Moved, answer));

        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal(end, ended.Status);
        if (end == JobStatus.Completed)
        {
            Assert.Equal([Elsewhere, $"{Elsewhere}a", $"{Elsewhere}b"], await host.StoredAsync(ended));
            Assert.Equal([Elsewhere], ended.MovedTo);
            Assert.Equal(("redirected", UrlKey.Of(Elsewhere)), ((await host.PageAsync(ended, Root)).Reason, (await host.PageAsync(ended, Root)).CanonicalKey));
            Assert.Equal("out_of_scope", (await host.PageAsync(ended, $"{Elsewhere}away")).Reason);
        }
        else
        {
            Assert.Equal("out_of_scope", ended.Error!.RootElement.GetProperty("code").GetString());
        }

        await host.AddsUpAsync(ended);
        await Facts.EventsAsync(host.Engine, ended);
    }

    [Theory]
    [InlineData("continue", 30)]
    [InlineData("stop", 5)]
    public async Task More_pages_than_were_asked_for_are_a_question_where_that_was_wished(string answer, int stored)
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", [.. Enumerable.Range(1, 14).Select(i => $"{Root}{i}"), $"{Root}next"]);
            web[$"{Root}next"] = new("next", [.. Enumerable.Range(15, 14).Select(i => $"{Root}{i}")]);
            for (var i = 1; i <= 28; i++)
                web[$"{Root}{i}"] = new($"page {i}");
        });
        var job = await WaitingAsync(host, o => o with { MaxPages = 5, AskBeforeTruncating = true });
        Assert.Equal((5, 0), (job.Completed, job.Processing));
        Assert.InRange(job.Progress, 1, 60); // of what is known, not of the limit that may yet be lifted
        var question = Assert.Single(await host.Engine.QuestionsAsync(job.Id));
        Assert.Equal((ClarificationKind.Truncation, "stop"), (question.Kind, question.DefaultAnswer));
        Assert.Equal(["stop", "continue"], question.Options);

        Assert.Equal(200, await host.Engine.AnswerAsync(job.Id, ClarificationKind.Truncation, answer));

        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, stored), (ended.Status, ended.Completed));
        Assert.Equal(answer == "stop", (await host.PagesAsync(ended)).Exists(p => p.Reason == "max_pages"));
        await host.AddsUpAsync(ended);
        await Facts.EventsAsync(host.Engine, ended);
    }

    [Fact]
    public async Task What_a_sitemap_holds_is_found_out_before_it_is_asked_whether_there_is_more()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root");
            web[$"{Root}sitemap.xml"] = new("", [.. Enumerable.Range(1, 3).Select(i => $"{Root}{i}")]);
            for (var i = 1; i <= 3; i++)
                web[$"{Root}{i}"] = new($"page {i}");
        });
        var job = await WaitingAsync(host, o => o with { MaxPages = 1, AskBeforeTruncating = true, UseSitemap = true });
        Assert.Equal((1, 3, 0), (job.Completed, job.Pending, job.SitemapsOpen));
    }

    [Fact]
    public async Task It_asks_all_at_once_when_nothing_else_is_left_and_goes_on_with_the_last_answer()
    {
        const string third = "http://third.test/";
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a");
            web[$"{Root}a"] = new("a");
            web[Elsewhere] = new("") { LeavesTo = "http://new.test/" };
            web["http://new.test/"] = new("new");
            web[third] = new("third") { Forbidden = true };
        });
        var job = await WaitingAsync(host, o => o with { Urls = [Root, Elsewhere, third] });
        Assert.Equal([ClarificationKind.Moved, ClarificationKind.Robots], (await host.Engine.QuestionsAsync(job.Id)).Select(q => q.Kind));
        Assert.Equal((2, 2, 2), (job.Completed, job.Questions, job.OpenQuestions));

        await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "crawl");
        Assert.Equal((JobStatus.Waiting, 1), ((await host.Engine.JobAsync(job.Id)).Status, (await host.Engine.JobAsync(job.Id)).OpenQuestions));
        Assert.Equal(409, await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "stop"));
        Assert.DoesNotContain(host.Web.Requests, r => r.Url == third);
        await host.Engine.AnswerAsync(job.Id, ClarificationKind.Moved, "follow");

        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal(["http://new.test/", Root, $"{Root}a", third], await host.StoredAsync(ended));
        Assert.Equal([("pending", 1), ("pending", 2), ("answered", 1), ("answered", 0)], await QuestionEventsAsync(host, ended));
        await host.AddsUpAsync(ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_answered_holds_for_what_is_found_after_it(bool follows)
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("") { LeavesTo = Elsewhere };
            web[Elsewhere] = new("") { LeavesTo = "http://third.test/" };
            web["http://third.test/"] = new("third") { Forbidden = !follows };
        });
        var job = await WaitingAsync(host);
        await host.Engine.AnswerAsync(job.Id, ClarificationKind.Moved, "follow");
        if (!follows)
        {
            await Eventually.TrueAsync(async () => (await host.Engine.QuestionsAsync(job.Id)).Count == 2, EngineHost.Deadline);
            await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "stop");
        }

        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal(follows ? JobStatus.Completed : JobStatus.Failed, ended.Status);
        Assert.Equal(["http://other.test/", "http://third.test/"], ended.MovedTo);
    }

    [Fact]
    public async Task A_list_a_refresh_and_a_crawl_that_was_not_told_to_ask_decide_for_themselves()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a", $"{Root}b");
            web[$"{Root}a"] = new("a");
            web[$"{Root}b"] = new("b");
            web[$"{Root}alone"] = new("alone");
            web[Elsewhere] = new("") { LeavesTo = "http://new.test/" };
            web["http://third.test/"] = new("third") { Forbidden = true };
        });
        var list = await host.CrawlAsync(o => o with { Urls = [$"{Root}alone", Elsewhere, "http://third.test/"], Scope = ScopeKind.List });
        Assert.Equal((JobStatus.Completed, 1, 2, 0), (list.Status, list.Completed, list.Skipped, list.Questions));

        var cut = await host.CrawlAsync(o => o with { MaxPages = 2 });
        Assert.Equal((JobStatus.Completed, 2, 1, 0), (cut.Status, cut.Completed, cut.Skipped, cut.Questions));

        host.Web[Root] = new("") { LeavesTo = Elsewhere };
        var refresh = await host.RefreshAsync(cut);
        Assert.Equal((JobStatus.Completed, 0), (refresh.Status, refresh.Questions));
    }

    private static async Task<Job> WaitingAsync(WebHost host, Func<Api.Jobs.CrawlOptions, Api.Jobs.CrawlOptions>? with = null) =>
        await host.Engine.WaitingAsync((await host.Engine.SubmitAsync(Root, with: with)).Id);

    /// <summary>What the log tells of questions: the status, and how many are open then.</summary>
    private static async Task<List<(string, int)>> QuestionEventsAsync(WebHost host, Job job)
    {
        var open = 0;
        var told = (await host.Engine.LogAsync(job.Id)).Where(e => e.Type == EventTypes.Clarification)
            .Select(e => e.Data.RootElement.GetProperty("status").GetString()!).ToList();
        return told.ConvertAll(status => (status, open += status == "pending" ? 1 : -1));
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Queue.Order;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Jobs.Clarifications;

/// <summary>A crawl that waits: what it holds, and all the ways in which its waiting ends.</summary>
public sealed class WaitingTests
{
    private const string Root = WebHost.Root;

    [Fact]
    public async Task A_job_that_waits_holds_no_worker_and_no_place()
    {
        await using var host = await WebHost.StartAsync(
            Forbidden, ("Jobs:MaxRunning", "1"), ("Jobs:StalledAfter", "00:00:00.5"), ("Jobs:WorkerTimeout", "00:10:00"));
        var waiting = await WaitingAsync(host);

        // One place in all, and this one has it.
        var other = await host.CrawlAsync(root: "http://open.test/");

        Assert.Equal(JobStatus.Completed, other.Status);
        Assert.Equal(0, await host.Engine.ScalarAsync<int>($"select count(*)::int as \"Value\" from leases where job_id = {waiting.Id}"));
        Assert.Equal((JobStatus.Waiting, (string?)null), ((await host.Engine.JobAsync(waiting.Id)).Status, (await host.Engine.JobAsync(waiting.Id)).StalledReason));
        Assert.DoesNotContain(host.Web.Requests, r => r.Url.StartsWith(Root, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_says_that_there_is_a_question_and_then_that_there_is_none()
    {
        await using var host = await WebHost.StartAsync(Forbidden);
        var job = await WaitingAsync(host);
        await Eventually.TrueAsync(() => LastProgress(host, job) is (true, 1, "waiting"), EngineHost.Deadline);
        await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "stop");
        await host.Engine.EndOfAsync(job.Id);
        await Eventually.TrueAsync(() => LastProgress(host, job) is (false, 0, "failed"), EngineHost.Deadline);
    }

    [Fact]
    public async Task When_nobody_answers_the_default_holds_and_not_before()
    {
        await using var host = await WebHost.StartAsync(Forbidden);
        var job = await WaitingAsync(host);
        var time = new ManualTime();
        var expires = (await host.Engine.QuestionsAsync(job.Id))[0].ExpiresAt;
        Assert.InRange(expires - DateTimeOffset.UtcNow, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        var care = new QuestionCare(
            host.Engine.Get<IDbContextFactory<TrawlDbContext>>(),
            new JobTransactions(
                host.Engine.Get<ProgressPublisher>(), host.Engine.Get<QueueCommits>(), host.Engine.Get<IOptions<JobsOptions>>(), time,
                NullLogger<JobTransaction>.Instance),
            time);

        time.Advance(expires - time.GetUtcNow() - TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.Equal(JobStatus.Waiting, (await host.Engine.JobAsync(job.Id)).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();

        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Failed, 0), (ended.Status, ended.OpenQuestions));
        var question = Assert.Single(await host.Engine.QuestionsAsync(job.Id));
        Assert.Equal((ClarificationStatus.Expired, "stop", (string?)null), (question.Status, question.Answer, question.AnsweredBy));
        Assert.Equal(410, await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "crawl"));
        await Facts.EventsAsync(host.Engine, ended);

        async Task RunAsync()
        {
            await using var db = await host.Engine.ContextAsync();
            await care.RunAsync(db, default);
        }
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_too_late_before_anybody_has_looked()
    {
        await using var host = await WebHost.StartAsync(Forbidden);
        var job = await WaitingAsync(host);
        // The dispatcher may be first; which of them closes it makes no difference.
        await host.Engine.ExecuteAsync($"update clarifications set expires_at = now() where job_id = {job.Id}");
        Assert.Equal(410, await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "crawl"));
        Assert.Equal("robots_disallowed", (await host.Engine.EndOfAsync(job.Id)).Error!.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_cancel_closes_the_question_before_the_job_ends()
    {
        await using var host = await WebHost.StartAsync(Forbidden);
        var job = await WaitingAsync(host);

        await host.Engine.CancelAsync(job.Id);

        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Cancelled, 1, 0), (ended.Status, ended.Questions, ended.OpenQuestions));
        var log = await host.Engine.LogAsync(job.Id);
        Assert.Equal([EventTypes.Clarification, EventTypes.Clarification, EventTypes.Cancelling, EventTypes.Cancelled], log.TakeLast(4).Select(e => e.Type));
        Assert.Equal("expired", log[^3].Data.RootElement.GetProperty("status").GetString());
        Assert.Equal(410, await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "crawl"));
        Assert.Equal(JobStatus.Cancelled, (await host.Engine.JobAsync(job.Id)).Status);
        await Facts.EventsAsync(host.Engine, ended);
    }

    [Fact]
    public async Task It_waits_on_when_the_Api_is_started_again()
    {
        Job job;
        string database;
        var web = new TestWeb();
        Forbidden(web);
        await using (var before = await EngineHost.StartAsync(web.Workers()))
        {
            await before.AwakenAsync();
            database = before.Database;
            job = await before.WaitingAsync((await before.SubmitAsync(Root)).Id);
        }

        await using var after = await EngineHost.StartAsync(web.Workers(), database);
        await after.AwakenAsync();
        await after.CancelAsync((await after.SubmitAsync("http://open.test/")).Id); // a turn of its dispatcher
        Assert.Equal((JobStatus.Waiting, job.Seq), ((await after.JobAsync(job.Id)).Status, (await after.JobAsync(job.Id)).Seq));
        Assert.Equal(200, await after.AnswerAsync(job.Id, ClarificationKind.Robots, "crawl"));
        Assert.Equal((JobStatus.Completed, 1), ((await after.EndOfAsync(job.Id)).Status, (await after.JobAsync(job.Id)).Completed));
    }

    [Fact]
    public async Task A_job_that_waited_long_has_not_stalled()
    {
        await using var host = await WebHost.StartAsync(Forbidden);
        var job = await WaitingAsync(host);
        await host.Engine.ExecuteAsync($"update jobs set last_moved_at = now() - interval '1 day', started_at = now() - interval '1 day' where id = {job.Id}");
        await host.Engine.AnswerAsync(job.Id, ClarificationKind.Robots, "crawl");
        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal(JobStatus.Completed, ended.Status);
        Assert.DoesNotContain(EventTypes.Stalled, (await host.Engine.LogAsync(job.Id)).Select(e => e.Type));
    }

    private static void Forbidden(TestWeb web)
    {
        web[Root] = new("root") { Forbidden = true };
        web["http://open.test/"] = new("open");
    }

    private static async Task<Job> WaitingAsync(WebHost host) => await host.Engine.WaitingAsync((await host.Engine.SubmitAsync(Root)).Id);

    private static (bool, int, string?)? LastProgress(WebHost host, Job job) =>
        host.Engine.Published.Of(ChannelNames.Job(job.Id)).LastOrDefault(e => e.Type == EventTypes.Progress) is { } told
            ? (told.Data.GetProperty("hasClarifications").GetBoolean(), told.Data.GetProperty("clarificationCount").GetInt32(), told.Data.GetProperty("status").GetString())
            : null;
}

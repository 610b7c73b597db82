using System.Net;
using System.Net.Http.Headers;
using Trawl.TestSupport;
using Trawl.Work.CustomJobs;

namespace Trawl.Work.Tests.CustomJobs;

public sealed class CustomJobTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly ManualTime time = new();
    private readonly FakeServer server = new();
    private readonly HttpClient http;

    public CustomJobTests() => http = server.Client();

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
    }

    [Fact]
    [Trait("Seed", "S0.22")]
    public async Task A_task_is_told_in_order_counted_and_then_completed()
    {
        await using var job = await CreateAsync();
        var options = new WorkOptions { TaskName = "api_crawling", Worker = "w", MaxConcurrency = 1, Reporter = job };
        await WorkItems.RunAsync(["a", "b", "c"], (item, _) => item == "b" ? throw new FormatException() : Task.FromResult(item), options, job.Cancelled);

        Assert.True(await job.CompleteAsync(new { Made = 2 }));

        Assert.Equal(["jobs", "events", "progress", "complete"], server.Reports);
        Assert.Equal("""{"type":"custom","title":"Work","total":null,"tags":[],"ttlMinutes":null}""", server.Posts.First().Body.GetRawText());
        Assert.Equal(
            [
                """processing_progress {"taskName":"api_crawling","completed":0,"total":3,"progressPercent":0,"worker":"w"}""",
                """worker_item_completed {"workerName":"w","item":"a","ok":true,"durationMs":0,"queueSize":2}""",
                """worker_item_completed {"workerName":"w","item":"b","ok":false,"durationMs":0,"queueSize":1}""",
                """worker_item_completed {"workerName":"w","item":"c","ok":true,"durationMs":0,"queueSize":0}""",
                """batch_complete {"taskName":"api_crawling","completed":3,"total":3,"batchSize":3,"worker":"w"}""",
                """processing_progress {"taskName":"api_crawling","completed":3,"total":3,"progressPercent":100,"worker":"w"}""",
                """task_completed {"taskName":"api_crawling","completed":2,"failed":1,"durationMs":0,"worker":"w"}""",
            ],
            server.Events.Select(e => $"{e.Type} {System.Text.RegularExpressions.Regex.Replace(e.Data.GetRawText(), "\"durationMs\":[0-9]+", "\"durationMs\":0")}"));
        Assert.Equal("""{"completed":2,"failed":1,"total":3}""", server.Bodies("progress").Single().GetRawText());
        Assert.Equal("""{"result":{"made":2}}""", server.Bodies("complete").Single().GetRawText());
        Assert.All(server.Posts.Skip(1), post => Assert.Equal("secret", post.Bearer));
    }

    [Fact]
    public async Task What_happens_is_sent_while_it_happens_and_what_is_dull_is_not()
    {
        await using var job = await CreateAsync();
        job.Event("sync:progress", new { Percent = 40 });
        await AdvanceUntilAsync(() => server.Reports.Contains("events"));
        Assert.Equal(("sync:progress", """{"percent":40}"""), (server.Events.Single().Type, server.Events.Single().Data.GetRawText()));
        Assert.DoesNotContain("progress", server.Reports);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_holds_nobody_up_and_still_hears_the_end()
    {
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = await CreateAsync(new CustomJobOptions { Buffer = 100, Time = time });
        server.Instead = async (_, token) =>
        {
            await back.Task.WaitAsync(token);
            return null;
        };
        for (var i = 0; i < 1000; i++)
            ((IWorkReporter)job).ItemCompleted(new ItemCompleted("w", $"{i}", true, 1, 0));
        Assert.Equal(900, job.Dropped);

        back.SetResult();
        Assert.True(await job.CompleteAsync());

        Assert.Equal(Enumerable.Range(900, 100).Select(i => $"{i}"), server.Events.Select(e => e.Data.GetProperty("item").GetString()));
        Assert.Equal("complete", server.Reports.Last());
        await job.DisposeAsync();
    }

    [Fact]
    public async Task An_end_goes_ahead_of_commentary_that_cannot_be_sent()
    {
        await using var job = await CreateAsync();
        server.AnswerAlways("events", () => FakeServer.Answer(HttpStatusCode.ServiceUnavailable));
        ((IWorkReporter)job).ItemCompleted(new ItemCompleted("w", "a", true, 1, 0));
        var end = job.CompleteAsync();
        await AdvanceUntilAsync(() => end.IsCompleted);
        Assert.True(await end);
        Assert.Equal("complete", server.Reports.Last());
    }

    [Fact]
    public async Task What_is_being_sent_at_the_end_is_not_sent_again()
    {
        await using var job = await CreateAsync();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously), answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Instead = async (report, token) =>
        {
            asked.TrySetResult();
            if (report == "events")
                await answered.Task.WaitAsync(token);
            return null;
        };
        job.Event("sync:progress", new { N = 1 });
        await AdvanceUntilAsync(() => asked.Task.IsCompleted);
        var end = job.CompleteAsync();
        answered.SetResult();
        Assert.True(await end);
        Assert.Equal(["jobs", "events", "complete"], server.Reports);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [Trait("Seed", "S0.28")]
    public async Task A_busy_server_is_asked_again_when_it_says(HttpStatusCode status)
    {
        var asked = new List<DateTimeOffset>();
        server.AnswerAlways("jobs", () =>
        {
            asked.Add(time.GetUtcNow());
            if (asked.Count > 2)
                return FakeServer.Answer(HttpStatusCode.Accepted, $$"""{"id":"{{FakeServer.JobId}}","reportToken":"secret"}""");
            var busy = FakeServer.Answer(status);
            busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            return busy;
        });
        var creating = CustomJob.CreateAsync(http, new CustomJobOptions { Time = time });
        await AdvanceUntilAsync(() => creating.IsCompleted);
        await using var job = await creating;
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(7)));
        // One key: however often it is asked, there is one job.
        Assert.Single(server.Posts.Take(3).Select(post => post.Key).Distinct());
        Assert.NotNull(server.Posts.First().Key);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again_and_nothing_of_the_order_is_lost()
    {
        await using var job = await CreateAsync();
        var tries = 0;
        server.AnswerAlways("events", () => ++tries <= 2 ? throw new HttpRequestException("reset") : FakeServer.Answer(HttpStatusCode.Accepted));
        job.Event("sync:progress", new { N = 1 });
        job.Event("sync:progress", new { N = 2 });
        await AdvanceUntilAsync(() => tries == 3);
        server.Instead = (_, _) => Task.FromResult<HttpResponseMessage?>(null);
        job.Event("sync:progress", new { N = 3 });
        await job.CompleteAsync();
        Assert.Equal([1, 2, 3], server.Events.Select(e => e.Data.GetProperty("n").GetInt32()));
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task A_cancelled_or_deleted_job_is_heard_of_even_when_there_is_nothing_to_tell(HttpStatusCode status)
    {
        await using var job = await CreateAsync();
        server.AnswerAlways("progress", () => FakeServer.Answer(status, """{"detail":"It has ended: cancelled."}"""));
        Assert.False(job.Cancelled.IsCancellationRequested);
        await AdvanceUntilAsync(() => job.Cancelled.IsCancellationRequested);
        Assert.InRange(time.GetUtcNow(), new DateTimeOffset(2026, 1, 1, 0, 0, 10, TimeSpan.Zero), DateTimeOffset.MaxValue);
    }

    [Theory]
    [InlineData("cancelled", false)]
    [InlineData("completed", true)]
    public async Task An_end_whose_answer_was_lost_stands_if_it_is_the_one_that_the_job_has(string status, bool stands)
    {
        await using var job = await CreateAsync();
        var tries = 0;
        server.AnswerAlways("complete", () =>
            ++tries == 1 ? throw new HttpRequestException("reset") : FakeServer.Answer(HttpStatusCode.Conflict, $$"""{"detail":"It has ended: {{status}}."}"""));
        var end = job.CompleteAsync();
        await AdvanceUntilAsync(() => end.IsCompleted);
        Assert.Equal(stands, await end);
    }

    [Fact]
    public async Task A_job_that_somebody_else_ended_is_not_completed()
    {
        await using var job = await CreateAsync();
        server.AnswerAlways("complete", () => FakeServer.Answer(HttpStatusCode.Conflict, """{"detail":"It has ended: completed."}"""));
        Assert.False(await job.CompleteAsync());
        Assert.True(job.Cancelled.IsCancellationRequested);
    }

    [Fact]
    public async Task What_the_server_cannot_read_costs_itself_only()
    {
        await using var job = await CreateAsync();
        server.AnswerAlways("events", () => FakeServer.Answer(HttpStatusCode.BadRequest));
        job.Event("no:such", new { });
        await AdvanceUntilAsync(() => job.Dropped == 1);
        server.Instead = (_, _) => Task.FromResult<HttpResponseMessage?>(null);
        job.Event("sync:progress", new { });
        Assert.True(await job.CompleteAsync());
        Assert.Equal("sync:progress", server.Events.Last().Type);
    }

    [Fact]
    public async Task Who_may_not_make_jobs_is_told_why()
    {
        server.AnswerAlways("jobs", () => FakeServer.Answer(HttpStatusCode.Unauthorized, """{"detail":"Show a key."}"""));
        var fault = await Assert.ThrowsAsync<CustomJobException>(() => CustomJob.CreateAsync(http));
        Assert.Equal((HttpStatusCode.Unauthorized, "Show a key."), (fault.Status, fault.Message));
    }

    [Fact]
    public async Task A_job_that_is_left_without_an_end_fails_unless_it_is_somebody_elses()
    {
        await (await CreateAsync()).DisposeAsync();
        Assert.Equal("abandoned", server.Bodies("fail").Single().GetProperty("error").GetProperty("code").GetString());

        await CustomJob.Attach(http, Guid.Parse(FakeServer.JobId), "secret", new CustomJobOptions { Time = time }).DisposeAsync();
        Assert.Single(server.Bodies("fail"));
    }

    [Fact]
    public async Task Names_are_sent_as_the_server_takes_them()
    {
        await using var job = await CreateAsync();
        ((IWorkReporter)job).ItemCompleted(new ItemCompleted(new string('w', 300), "", true, 1, 0));
        ((IWorkReporter)job).ItemCompleted(new ItemCompleted("w", new string('x', 2047) + "😀", true, 1, 0));
        await job.CompleteAsync();
        var (first, second) = (server.Events.First().Data, server.Events.Last().Data);
        Assert.Equal((200, "-"), (first.GetProperty("workerName").GetString()!.Length, first.GetProperty("item").GetString()));
        Assert.Equal(new string('x', 2047) + '\uFFFD', second.GetProperty("item").GetString());
    }

    private Task<CustomJob> CreateAsync(CustomJobOptions? options = null) => CustomJob.CreateAsync(http, options ?? new CustomJobOptions { Title = "Work", Time = time });

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return condition();
        },
        Deadline);
}

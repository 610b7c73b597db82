using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Crawling;
using Trawl.Contracts.Embedding;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class RetryTests
{
    [Fact]
    public async Task What_failed_is_done_again_and_what_was_stored_stays()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[WebHost.Root] = new("root", Url("a"), Url("b"));
            web[Url("a")] = new("a");
            web[Url("b")] = new("b") { Status = 500 };
        });
        var first = await host.CrawlAsync();
        Assert.Equal((JobStatus.Completed, 2, 1), (first.Status, first.Completed, first.Failed));

        host.Web[Url("b")] = new("b", Url("c"), Url("a"));
        host.Web[Url("c")] = new("c");
        host.Web.Requests.Clear();
        var queued = await RetryAsync(host.Engine, first);

        Assert.Equal((JobStatus.Queued, JobStage.Validating, 0d, 1), (queued.Status, queued.Stage, queued.Progress, queued.Retries));
        Assert.Equal((null, null, null), (queued.StartedAt, queued.FinishedAt, queued.Result));
        Assert.Equal((1, 0, 2), (queued.Pending, queued.Failed, queued.Completed));
        Assert.Equal(first.Seq + 1, queued.Seq);
        var second = await host.Engine.EndOfAsync(first.Id);
        Assert.Equal((JobStatus.Completed, 4, 4, 0, 100d), (second.Status, second.Completed, second.Documents, second.Failed, second.Progress));
        Assert.Equal([Url("b"), Url("c")], host.FetchedWhole());
        await host.AddsUpAsync(second);
        await Facts.RunsAsync(host.Engine, second, EventTypes.Completed, EventTypes.Completed);
    }

    [Fact]
    public async Task Where_nothing_failed_there_is_nothing_to_retry_whatever_became_of_the_sitemap()
    {
        await using var host = await WebHost.StartAsync(web => web[WebHost.Root] = new("root", Url("gone-elsewhere")));
        host.Web[Url("gone-elsewhere")] = new("") { LeavesTo = "http://other.test/" };
        var job = await host.CrawlAsync(o => o with { UseSitemap = true });
        Assert.Equal((JobStatus.Completed, 0), (job.Status, job.Failed));

        var (result, after) = await host.Engine.CommandAsync((jobs, db) => jobs.RetryAsync(db, job.Id, default));

        Assert.Equal(CommandResult.NothingToRetry, result);
        Assert.Equal((job.Version, job.Seq, JobStatus.Completed), (after!.Version, after.Seq, (await host.Engine.JobAsync(job.Id)).Status));
    }

    [Fact]
    public async Task A_crawl_that_stored_nothing_asks_for_what_was_submitted_again_whatever_was_the_matter_with_it()
    {
        await using var host = await WebHost.StartAsync(web => web[WebHost.Root] = new("root", Url("a")) { NoIndex = true });
        host.Web[Url("a")] = new("a") { NoIndex = true };
        var failed = await host.CrawlAsync();
        Assert.Equal((JobStatus.Failed, 2), (failed.Status, failed.Skipped));

        host.Web[WebHost.Root] = new("root", Url("a"));
        await RetryAsync(host.Engine, failed);

        var end = await host.Engine.EndOfAsync(failed.Id);
        Assert.Equal((JobStatus.Completed, 1, 1, null), (end.Status, end.Completed, end.Skipped, end.Error));
        await Facts.RunsAsync(host.Engine, end, EventTypes.Failed, EventTypes.Completed);
    }

    [Fact]
    public async Task A_cancelled_crawl_goes_on_where_it_was_and_embeds_what_was_stored()
    {
        var web = new TestWeb { [WebHost.Root] = new("root", Url("a"), Url("b")), [Url("a")] = new("a"), [Url("b")] = new("b") };
        var workers = web.Workers();
        workers.Crawl = batch => batch.Pages[0].Depth == 0 ? web.Crawl(batch) : [];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync(embedderSlots: 0);
        var job = await host.SubmitAsync(WebHost.Root);
        await Eventually.TrueAsync(() => workers.Batches.Count == 2, EngineHost.Deadline);
        await host.CancelAsync(job.Id);
        var held = workers.Batches.Last();
        await host.Get<MassTransit.IBus>().Publish(SimulatedWorkers.Completed(held, [.. held.Pages.Select(p => p.PageId)]));
        var cancelled = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Cancelled, 1, 2, 0), (cancelled.Status, cancelled.Completed, cancelled.Skipped, cancelled.Embedded));

        workers.Crawl = web.Crawl;
        await RetryAsync(host, cancelled);
        await host.AwakenAsync();

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 3, 0, 6, null), (end.Status, end.Completed, end.Skipped, end.Embedded, end.CancelRequestedAt));
        await Facts.RunsAsync(host, end, EventTypes.Cancelled, EventTypes.Completed);
    }

    [Fact]
    public async Task Links_of_a_page_that_came_while_it_was_being_cancelled_are_not_lost()
    {
        var web = new TestWeb { [WebHost.Root] = new("root", Url("a")), [Url("a")] = new("a") };
        var workers = web.Workers();
        workers.Crawl = _ => [];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync(WebHost.Root);
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        await host.CancelAsync(job.Id);
        foreach (var answer in web.Crawl(workers.Batches.Single()))
            await host.Get<MassTransit.IBus>().Publish(answer);
        var cancelled = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Cancelled, 1, 1, 2), (cancelled.Status, cancelled.Completed, cancelled.Skipped, cancelled.Total));

        workers.Crawl = web.Crawl;
        await RetryAsync(host, cancelled);

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 2, 2), (end.Status, end.Completed, end.Documents));
    }

    [Fact]
    public async Task Documents_that_a_model_failed_on_are_embedded_again()
    {
        var fails = true;
        var workers = new SimulatedWorkers();
        workers.Embed = batch => [!fails ? SimulatedWorkers.Embedded(batch) : Failing(SimulatedWorkers.Embedded(batch))];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var first = await host.EndOfAsync((await host.SubmitAsync("http://a.test/")).Id);
        Assert.Equal((JobStatus.Completed, 0, "failed"), (first.Status, first.Embedded, StatusOfModel(first)));

        fails = false;
        await RetryAsync(host, first);

        var second = await host.EndOfAsync(first.Id);
        Assert.Equal((JobStatus.Completed, 2, "completed"), (second.Status, second.Embedded, StatusOfModel(second)));
        Assert.Equal(CommandResult.NothingToRetry, (await host.CommandAsync((jobs, db) => jobs.RetryAsync(db, first.Id, default))).Result);
    }

    [Fact]
    public async Task A_failure_from_before_does_not_count_again()
    {
        var workers = new SimulatedWorkers();
        workers.Crawl = batch =>
        [
            .. batch.Pages.Select(p => p.Depth == 0 ? SimulatedWorkers.Page(batch, p, [$"{p.Url}a"]) : (object)SimulatedWorkers.Failure(batch, p, PageFailureReason.HttpClientError)),
            SimulatedWorkers.Completed(batch),
        ];
        await using var host = await EngineHost.StartAsync(workers, null, ("Jobs:MaxRunning", "1"));
        await host.AwakenAsync();
        var first = await host.EndOfAsync((await host.SubmitAsync("http://a.test/")).Id);
        var before = workers.Batches.Last();

        // Nobody crawls it: it stays pending until the failure from before has come a second time.
        workers.Crawl = _ => [];
        await RetryAsync(host, first);
        var bus = host.Get<MassTransit.IBus>();
        await bus.Publish(SimulatedWorkers.Failure(before, before.Pages[0], PageFailureReason.HttpClientError));
        await Eventually.TrueAsync(() => workers.Batches.Count == 3, EngineHost.Deadline);
        await bus.Publish(SimulatedWorkers.Failure(before, before.Pages[0], PageFailureReason.HttpClientError));
        var again = workers.Batches.Last();
        await bus.Publish(SimulatedWorkers.Page(again, again.Pages[0], []));
        await bus.Publish(SimulatedWorkers.Completed(again));

        var end = await host.EndOfAsync(first.Id);
        Assert.Equal((JobStatus.Completed, 2, 0), (end.Status, end.Completed, end.Failed));
    }

    [Fact]
    public async Task A_job_whose_source_is_gone_cannot_begin_again()
    {
        await using var host = await WebHost.StartAsync(web => web[WebHost.Root] = new("root", Url("a")));
        var job = await host.CrawlAsync();
        await using (var db = await host.Engine.ContextAsync())
            await host.Engine.Get<JobLifecycle>().DeleteSourceAsync(db, job.SourceId!.Value, default);

        Assert.Equal(CommandResult.NotRetryable, (await host.Engine.CommandAsync((jobs, db) => jobs.RetryAsync(db, job.Id, default))).Result);
    }

    [Fact]
    public async Task Its_time_limit_begins_anew()
    {
        await using var host = await WebHost.StartAsync(web => web[WebHost.Root] = new("root", Url("a")));
        var first = await host.CrawlAsync(o => o with { TtlMinutes = 60 });
        await host.Engine.ExecuteAsync($"update jobs set expires_at = now() - interval '1 hour' where id = {first.Id}");

        Assert.True((await RetryAsync(host.Engine, first)).ExpiresAt > DateTimeOffset.UtcNow.AddMinutes(59));
        Assert.Equal(JobStatus.Completed, (await host.Engine.EndOfAsync(first.Id)).Status);
    }

    private static async Task<Job> RetryAsync(EngineHost host, Job job)
    {
        var (result, after) = await host.CommandAsync((jobs, db) => jobs.RetryAsync(db, job.Id, default));
        Assert.Equal(CommandResult.Accepted, result);
        return after!;
    }

    private static DocumentsEmbedded Failing(DocumentsEmbedded answer) => answer with
    {
        Models = [.. answer.Models.Select(m => m with { Error = "Out of memory." })],
        Documents = [.. answer.Documents.Select(d => d with { Chunks = [.. d.Chunks.Select(c => c with { Vectors = [.. c.Vectors.Select(_ => Array.Empty<byte>())] })] })],
    };

    private static string StatusOfModel(Job job) => job.Models.RootElement[0].GetProperty("status").GetString()!;

    private static string Url(string path) => $"{WebHost.Root}{path}";
}

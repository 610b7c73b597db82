using System.Text.Json;
using Trawl.Work.CustomJobs;

namespace Trawl.Work.Tests.CustomJobs;

/// <summary>What the fake server is believed to do, done by the real one.</summary>
[Collection(Server.Name)]
public sealed class RealServerTests(Server server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Fact]
    [Trait("Seed", "S0.30")]
    public async Task The_jobs_counts_are_the_works()
    {
        await using var job = await CustomJob.CreateAsync(server.Http, new CustomJobOptions { Title = "Import", Tags = ["nightly"] });
        var options = new WorkOptions { TaskName = "import", Reporter = job };

        var results = await WorkItems.RunAsync(
            Enumerable.Range(0, 50), (item, _) => item % 10 == 0 ? throw new FormatException() : Task.FromResult(item), options, job.Cancelled);
        Assert.True(await job.CompleteAsync(new { ok = results.Count(r => r.Ok) }));

        var ended = await server.JobAsync(job.Id);
        var counts = ended.GetProperty("counts");
        Assert.Equal("completed", ended.GetProperty("status").GetString());
        Assert.Equal((45, 5, 50), (Count("completed"), Count("failed"), Count("total")));
        Assert.Equal(45, ended.GetProperty("result").GetProperty("ok").GetInt32());
        Assert.Equal(0, job.Dropped);

        int Count(string name) => counts.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Work_whose_job_is_cancelled_hears_of_it_and_ends()
    {
        await using var job = await CustomJob.CreateAsync(server.Http);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = WorkItems.RunAsync([1], async (item, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return item;
        }, new WorkOptions { Reporter = job }, job.Cancelled);
        await begun.Task;

        (await server.Http.PostAsync($"/api/jobs/{job.Id}/cancel", null)).EnsureSuccessStatusCode();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Deadline));
        Assert.False(await job.CompleteAsync());
        Assert.Equal("cancelled", (await server.JobAsync(job.Id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_job_without_an_end_is_abandoned_and_one_reported_on_with_its_token_is_not()
    {
        var job = await CustomJob.CreateAsync(server.Http);
        await using (var other = CustomJob.Attach(server.Http, job.Id, job.ReportToken))
            other.Event("preview:status", new { ready = true });
        Assert.Equal("running", (await server.JobAsync(job.Id)).GetProperty("status").GetString());

        await job.DisposeAsync();

        var error = (await server.JobAsync(job.Id)).GetProperty("error");
        Assert.Equal("abandoned", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_end_whose_answer_was_lost_is_known_again_by_what_the_server_says()
    {
        using var lossy = new LosesFirstEnd { InnerHandler = new SocketsHttpHandler() };
        using var http = new HttpClient(lossy) { BaseAddress = server.Address };
        await using var job = await CustomJob.CreateAsync(http);
        Assert.True(await job.CompleteAsync());
        Assert.Equal(2, lossy.Ends);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_with_reason()
    {
        await using var job = await CustomJob.CreateAsync(server.Http);
        await using var stranger = CustomJob.Attach(server.Http, job.Id, new string('A', 43));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await Assert.ThrowsAsync<CustomJobException>(() => stranger.CompleteAsync())).Status);
        Assert.Equal(JsonValueKind.Null, (await server.JobAsync(job.Id)).GetProperty("finishedAt").ValueKind);
    }

    private sealed class LosesFirstEnd : DelegatingHandler
    {
        public int Ends { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            return request.RequestUri!.AbsolutePath.EndsWith("/complete", StringComparison.Ordinal) && ++Ends == 1
                ? throw new HttpRequestException("The answer was lost.")
                : answer;
        }
    }
}

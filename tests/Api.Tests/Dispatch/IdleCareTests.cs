using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Dispatch;

public sealed class IdleCareTests
{
    [Fact]
    public async Task A_job_that_waits_for_documents_that_are_in_no_row_ends_even_after_it_was_called_stalled()
    {
        var asked = new TaskCompletionSource();
        var workers = new SimulatedWorkers
        {
            Embed = _ =>
            {
                asked.TrySetResult();
                return [];
            },
        };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://site.test/");
        await asked.Task.WaitAsync(EngineHost.Deadline);
        await Eventually.TrueAsync(async () => (await host.JobAsync(job.Id)).EmbedPending == 1, EngineHost.Deadline);

        await host.ExecuteAsync(
            $"""
            with tasks as (delete from embed_tasks where job_id = {job.Id}), open as (delete from leases where job_id = {job.Id})
            update jobs set stalled_reason = 'embedding_slow', last_moved_at = now() - interval '1 hour' where id = {job.Id}
            """);

        var ended = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 0), (ended.Status, ended.EmbedPending));
    }
}

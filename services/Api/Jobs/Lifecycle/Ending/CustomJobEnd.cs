using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Views;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>How custom jobs end: there are no rows to count, only what was reported. None of them leaves anything pending.</summary>
internal static class CustomJobEnd
{
    public static async Task CompleteAsync(JobTransaction transaction, Job job, JsonElement? result, CancellationToken cancellationToken)
    {
        await JobEnd.PrepareAsync(transaction, job, cancellationToken);
        // That the work is done is the report that counts; those of the last items may never have been sent.
        job.Completed += job.Pending;
        job.Pending = 0;
        job.Result = result is { } value ? JsonSerializer.SerializeToDocument(value, TrawlJson.Options) : null;
        transaction.End(job, JobMove.Complete);
        transaction.Advance(job, JobStage.Complete, "Done.");
        transaction.Log(job, EventTypes.Completed, new { result });
    }

    public static async Task FailAsync(JobTransaction transaction, Job job, JobError error, CancellationToken cancellationToken)
    {
        await JobEnd.PrepareAsync(transaction, job, cancellationToken);
        SkipPending(job);
        job.Error = JsonSerializer.SerializeToDocument(error, TrawlJson.Options);
        transaction.End(job, JobMove.Fail);
        transaction.Log(job, EventTypes.Failed, new { error });
    }

    /// <summary>At once: no worker of ours holds it, and its program learns it from the answer to its next report.</summary>
    public static void Cancel(JobTransaction transaction, Job job)
    {
        SkipPending(job);
        transaction.End(job, JobMove.LetGo);
        transaction.Log(job, EventTypes.Cancelled, new { durationMs = 0L, kept = 0 });
    }

    public static void SkipPending(Job job)
    {
        job.Skipped += job.Pending;
        job.Pending = 0;
    }
}

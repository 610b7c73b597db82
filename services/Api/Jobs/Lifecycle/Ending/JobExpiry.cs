using Trawl.Api.Database;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>How jobs end whose time is over: at once, without waiting for anybody. What workers still bring then is too late and changes nothing.</summary>
internal static class JobExpiry
{
    public const string Reason = "expired";

    public static async Task ExpireAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        await JobEnd.PrepareAsync(transaction, job, cancellationToken);
        if (job.Type == JobType.Custom)
            CustomJobEnd.SkipPending(job);
        else
            await DropAsync(transaction, job, cancellationToken);
        transaction.End(job, JobMove.Expire);
        transaction.Log(job, EventTypes.Expired, new { });
        transaction.WakeDispatcher();
    }

    private static async Task DropAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        await using (var batch = transaction.Db.CreateBatch())
        {
            batch.Add(
                "update pages set status = 4, reason = $2, lease_id = null, finished_at = $3 where job_id = $1 and status in (0, 1)",
                job.Id, Reason, transaction.Now);
            batch.Add("delete from embed_tasks where job_id = $1", job.Id);
            // They hold their hosts until the workers let go, and nothing of them is waited for.
            batch.Add("update leases set size = 0 where job_id = $1", job.Id);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await job.RecountAsync(transaction.Db, cancellationToken);
    }
}

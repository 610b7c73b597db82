using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs.Leases;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>How a job is forgotten.</summary>
internal static class JobDeletion
{
    public static async Task<CommandResult> RunAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (!job.Status.IsTerminal())
            return CommandResult.WrongStatus;
        var db = transaction.Db;
        var leases = await db.Leases.Where(lease => lease.JobId == job.Id).Select(lease => lease.Id).ToArrayAsync(cancellationToken);
        await using var batch = db.CreateBatch();
        // Who has not let go yet may have asked just now: the hosts rest, as after any lease.
        LeaseRows.Remove(batch, leases, transaction.Now);
        // The copies on the user's channel stay: they are part of its numbering.
        batch.Add("delete from events where channel = $1", ChannelNames.Job(job.Id));
        batch.Add("delete from jobs where id = $1", job.Id);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        transaction.Log(ChannelNames.User(job.UserId), EventTypes.Deleted, new DeletedData(), job.Id);
        return CommandResult.Accepted;
    }
}

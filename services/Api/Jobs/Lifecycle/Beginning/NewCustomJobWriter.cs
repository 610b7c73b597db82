using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Lifecycle.Beginning;

/// <summary>The row of a new custom job. It runs at once: it waits for no worker of ours, and takes no place from any.</summary>
internal static class NewCustomJobWriter
{
    public static (Job Row, ReportToken Token) Write(JobTransaction transaction, NewCustomJob job)
    {
        var token = ReportToken.Create();
        var row = new Job
        {
            Id = Guid.CreateVersion7(transaction.Now),
            Type = JobType.Custom,
            Status = JobStatus.Running,
            Stage = JobStage.Validating,
            UserId = job.UserId,
            Title = job.Options.Title,
            Priority = JobPriority.Normal,
            Lane = JobPriority.Normal,
            LaneSince = transaction.Now,
            QueuedAt = transaction.Now,
            Tags = [.. job.Tags],
            Options = JsonSerializer.SerializeToDocument(job.Options, TrawlJson.Options),
            CreatedAt = transaction.Now,
            ExpiresAt = job.Options.TtlMinutes is { } minutes ? transaction.Now.AddMinutes(minutes) : null,
            StartedAt = transaction.Now,
            Total = job.Options.Total ?? 0,
            Pending = job.Options.Total ?? 0,
            TotalIsEstimate = job.Options.Total is null,
            Models = JobModels.Initial([]),
            ReportTokenHash = token.Hash,
        };
        transaction.Db.Jobs.Add(row);
        transaction.Log(row, EventTypes.Started, new { });
        return (row, token);
    }
}

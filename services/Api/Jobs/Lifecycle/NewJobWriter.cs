using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Crawling;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>The rows of a new job.</summary>
internal sealed class NewJobWriter(QueuePlaces queue)
{
    public async Task<Job> WriteAsync(JobTransaction transaction, NewJob job, CancellationToken cancellationToken)
    {
        var db = transaction.Db;
        var urls = job.Options.Urls.Distinct(StringComparer.Ordinal).ToArray();
        var row = new Job
        {
            Id = Guid.CreateVersion7(transaction.Now),
            Type = JobType.Crawl,
            Status = JobStatus.Queued,
            Stage = JobStage.Validating,
            UserId = job.UserId,
            SourceId = await SourceAsync(db, job, urls, transaction.Now, cancellationToken),
            Title = job.Options.Title,
            Priority = job.Priority,
            Tags = [.. job.Tags],
            Options = JsonSerializer.SerializeToDocument(job.Options, TrawlJson.Options),
            CreatedAt = transaction.Now,
            Total = urls.Length,
            Pending = urls.Length,
            TotalIsEstimate = job.Options.Scope != ScopeKind.List,
            Models = JobModels.Initial(job.Options.Models),
        };
        db.Jobs.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            insert into pages (job_id, url, url_key, host, depth, status, attempts, unchanged)
            select $1, u, k, h, 0, 0, 0, false from unnest($2, $3, $4) as p(u, k, h) on conflict do nothing
            """,
            row.Id, urls, urls.Select(UrlKey.Of).ToArray(), urls.Select(HostName.Of).ToArray());
        await batch.ExecuteNonQueryAsync(cancellationToken);

        var place = await queue.OfAsync(db, row, cancellationToken);
        transaction.Log(row, EventTypes.Queued, place);
        return row;
    }

    /// <summary>The user's source of this site, made when it is new. Locked until the commit, so that it cannot be deleted before it has the job.</summary>
    private static async Task<Guid> SourceAsync(TrawlDbContext db, NewJob job, string[] urls, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into sources (id, user_id, key, title, url, urls, created_at) values ($1, $2, $3, nullif($4, ''), $5, $6, $7)
            on conflict (user_id, key) do update set title = coalesce(excluded.title, sources.title) returning id
            """,
            db.Connection());
        foreach (var value in new object[] { Guid.CreateVersion7(now), job.UserId, KeyOf(job.Options.Scope, urls), job.Options.Title ?? "", urls[0], urls, now })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (Guid)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string KeyOf(ScopeKind scope, string[] urls) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}\n{string.Join('\n', urls.Order(StringComparer.Ordinal))}")));
}

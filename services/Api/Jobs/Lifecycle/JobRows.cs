using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>What the rows say of a job, whatever its counters say.</summary>
internal static class JobRows
{
    public static async Task RecountAsync(this Job job, TrawlDbContext db, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            select count(*)::int, count(*) filter (where p.status = 0)::int, count(*) filter (where p.status = 1)::int,
                   count(*) filter (where p.status = 2)::int, count(*) filter (where p.status = 3)::int, count(*) filter (where p.status = 4)::int,
                   count(*) filter (where p.status = 2 and p.unchanged)::int, count(*) filter (where p.status = 2 and p.document_id is not null)::int,
                   coalesce(sum(d.chunk_count) filter (where p.status = 2), 0)::int,
                   coalesce(sum(d.chunk_count) filter (where p.status = 2 and cardinality(d.embedded_models) > 0), 0)::int
            from pages p left join documents d on d.id = p.document_id where p.job_id = $1 and p.kind = 0
            """, job.Id);
        batch.Add(
            """
            select (select count(*)::int from embed_tasks where job_id = $1),
                   (select count(*)::int from pages where job_id = $1 and kind = 1 and status in (0, 1))
            """, job.Id);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        (job.Total, job.Pending, job.Processing) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
        (job.Completed, job.Failed, job.Skipped) = (reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5));
        (job.Unchanged, job.Documents, job.Chunks, job.Embedded) = (reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8), reader.GetInt32(9));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        (job.EmbedPending, job.SitemapsOpen) = (reader.GetInt32(0), reader.GetInt32(1));
    }

    public static async Task<bool> HasLeasesAsync(this Job job, TrawlDbContext db, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select exists (select 1 from leases where job_id = $1)", db.Connection());
        command.Parameters.Add(new NpgsqlParameter { Value = job.Id });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Why a crawl that stored nothing did: the page nearest to the roots, failures before what was left out.</summary>
    public static async Task<(string Code, string Message, string? Url)> FirstFailureAsync(this Job job, TrawlDbContext db, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select coalesce(reason, 'nothing_found'), coalesce(message, ''), url from pages where job_id = $1 and kind = 0 order by status = 3 desc, depth, id limit 1", db.Connection());
        command.Parameters.Add(new NpgsqlParameter { Value = job.Id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetString(1), reader.GetString(2)) : ("nothing_found", "", null);
    }
}

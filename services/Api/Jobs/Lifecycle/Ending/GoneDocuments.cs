using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>
/// Documents that two crawls in a row did not find are removed when the second ends, not while it runs: until then a page may
/// still turn out to be needed under its own URL.
/// </summary>
internal static class GoneDocuments
{
    private const int ManyFrom = 10;

    /// <summary>One sentence when it looks as if most of the site were gone; null else.</summary>
    public static async Task<string?> RemoveAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (job.SourceId is not { } source)
            return null;
        await transaction.LockSourcesAsync([source], cancellationToken);
        await using var batch = transaction.Db.CreateBatch();
        batch.Add("select count(*)::int, count(*) filter (where missing > 0)::int from documents where source_id = $1", source);
        // One that another job is having embedded stays until the next time: its task would go with it, and that job would wait.
        batch.Add(
            "delete from documents d where d.source_id = $1 and d.missing >= 2 and not exists (select 1 from embed_tasks t where t.document_id = d.id)", source);
        int all, missing;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (all, missing) = (reader.GetInt32(0), reader.GetInt32(1));
            await reader.NextResultAsync(cancellationToken);
            job.Gone += reader.RecordsAffected > 0 ? reader.RecordsAffected : 0;
        }

        return missing > ManyFrom && missing * 2 > all
            ? $"{missing} of the source's {all} documents were not found; those that were missing before are removed, the others if the next crawl misses them too."
            : null;
    }
}

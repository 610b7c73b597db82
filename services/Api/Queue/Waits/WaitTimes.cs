using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Queue.Waits;

/// <summary>How long jobs that began lately had waited, over all users: for planning capacity.</summary>
public sealed record WaitTimes(WaitTime Low, WaitTime Normal, WaitTime High)
{
    private sealed record Row(int Priority, int Jobs, double Average, double P50, double P95);

    internal static async Task<WaitTimes> SinceAsync(TrawlDbContext db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            select priority as "Priority", count(*)::int as "Jobs", avg(w)::double precision as "Average",
                   percentile_cont(0.5) within group (order by w) as "P50", percentile_cont(0.95) within group (order by w) as "P95"
            from (select priority, extract(epoch from started_at - queued_at)::double precision as w from jobs where started_at > {since} and type <> 2) waits
            group by priority
            """).ToListAsync(cancellationToken);
        return new(Of(JobPriority.Low), Of(JobPriority.Normal), Of(JobPriority.High));

        WaitTime Of(JobPriority priority) => rows.Find(row => row.Priority == (int)priority) is { } row
            ? new(row.Jobs, Math.Round(row.Average, 1), Math.Round(row.P50, 1), Math.Round(row.P95, 1))
            : new(0, null, null, null);
    }
}

/// <summary>Seconds; null when no job began in the time.</summary>
public sealed record WaitTime(int Jobs, double? AverageSeconds, double? P50Seconds, double? P95Seconds);

using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.Reports;

/// <summary>Who may report on a job, and read what comes of it: its owner, an admin, and whoever has its token.</summary>
internal static class Reporters
{
    private const string Scheme = "Bearer ";

    /// <param name="Status">When it was looked at: it may have ended since.</param>
    public sealed record ReportedJob(Guid Id, string UserId, JobType Type, JobStatus Status, DateTimeOffset? LastMovedAt, byte[]? ReportTokenHash);

    /// <summary>Null when there is no such job, or when it is none of the reporter's business: which of the two is not told.</summary>
    public static async Task<ReportedJob?> FindAsync(HttpContext http, TrawlDbContext db, Guid jobId, CancellationToken cancellationToken)
    {
        var job = await db.Jobs.Where(j => j.Id == jobId)
            .Select(j => new ReportedJob(j.Id, j.UserId, j.Type, j.Status, j.LastMovedAt, j.ReportTokenHash)).SingleOrDefaultAsync(cancellationToken);
        if (job is null)
            return null;
        // Who shows a token is judged by it alone, whoever else it claims to be.
        var mayReport = TokenOf(http.Request) is { } token ? token.Opens(job.ReportTokenHash) : http.GetCaller().MaySee(job.UserId);
        return mayReport ? job : null;
    }

    /// <summary>
    /// Jobs that a reader may know of: whoever has a job's token may also read that job and its log, or its program would not hear of
    /// answers and of its end.
    /// </summary>
    public static IQueryable<Job> Readable(HttpContext http, IQueryable<Job> jobs)
    {
        if (TokenOf(http.Request) is not { } token)
            return jobs.VisibleTo(http.GetCaller());
        var hash = token.Hash;
        return jobs.Where(job => job.ReportTokenHash == hash);
    }

    private static ReportToken? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? ReportToken.TryRead(value[Scheme.Length..].Trim())
            : null;
}

using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Jobs.Reports;

/// <summary>POST /api/jobs/{id}/complete and /fail: the one report that is the last.</summary>
internal static class EndReports
{
    public static Task<IResult> CompleteAsync(Guid id, HttpContext http, TrawlDbContext db, ReportEndpoint reports, CancellationToken cancellationToken) =>
        reports.RunAsync(id, http, db, 1, ReportRules.Complete, Complete, cancellationToken);

    public static Task<IResult> FailAsync(Guid id, HttpContext http, TrawlDbContext db, ReportEndpoint reports, CancellationToken cancellationToken) =>
        reports.RunAsync(id, http, db, 1, ReportRules.Fail, Fail, cancellationToken);

    private static async Task<IResult?> Complete(JobTransaction transaction, Job job, JsonElement? result, CancellationToken cancellationToken)
    {
        await CustomJobEnd.CompleteAsync(transaction, job, result, cancellationToken);
        return null;
    }

    private static async Task<IResult?> Fail(JobTransaction transaction, Job job, JobError error, CancellationToken cancellationToken)
    {
        await CustomJobEnd.FailAsync(transaction, job, error, cancellationToken);
        return null;
    }
}

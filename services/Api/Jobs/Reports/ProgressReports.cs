using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Reports;

/// <summary>POST /api/jobs/{id}/progress.</summary>
internal static class ProgressReports
{
    /// <summary>100 is for the end.</summary>
    private const double MostBeforeTheEnd = 99.9;

    public static Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, ReportEndpoint reports, CancellationToken cancellationToken) =>
        reports.RunAsync(id, http, db, ReportRules.MaxReports, ReportRules.Progress, Apply, cancellationToken);

    private static IResult? Apply(JobTransaction transaction, Job job, ProgressReport report)
    {
        transaction.Touch(job);
        Count(transaction, job, report);
        if ((report.Progress ?? CountedProgress(job, report)) is { } progress)
            job.Progress = Math.Max(job.Progress, Math.Min(progress, MostBeforeTheEnd));
        job.Message = report.Message?.Trim() ?? job.Message;
        if (report.Stage is { } stage)
            transaction.Advance(job, stage, report.Message?.Trim() ?? "");
        return null;
    }

    private static void Count(JobTransaction transaction, Job job, ProgressReport report)
    {
        var before = job.Completed + job.Failed;
        job.Completed = report.Completed ?? job.Completed;
        job.Failed = report.Failed ?? job.Failed;
        job.TotalIsEstimate = report.Total is null && job.TotalIsEstimate;
        var done = job.Completed + job.Failed;
        // More done than was announced: the announcement was wrong.
        job.Total = Math.Max(report.Total ?? job.Total, done);
        job.Pending = job.Total - done;
        JobProgress.Moved(job, Math.Max(0, done - before), transaction.Now);
    }

    /// <summary>Of a total that is not known nothing follows.</summary>
    private static double? CountedProgress(Job job, ProgressReport report) =>
        (report.Completed ?? report.Failed ?? report.Total) is not null && job.Total > 0 && !job.TotalIsEstimate
            ? (job.Completed + job.Failed) * 100.0 / job.Total
            : null;
}

using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Reports;

/// <summary>
/// What all reports have in common: who may, the body, the job's status, and that an array is applied in one transaction,
/// wholly or not at all.
/// </summary>
internal sealed class ReportEndpoint(JobTransactions transactions)
{
    /// <param name="Accepted">How many reports.</param>
    public sealed record ReportsAccepted(Guid JobId, int Accepted);

    public delegate T Check<T>(JsonBody body, Faults faults);

    /// <summary>Reads and checks. Null reports come with the problem.</summary>
    public static async Task<(Reporters.ReportedJob? Job, IReadOnlyList<T> Reports, IResult? Problem)> ReadAsync<T>(
        Guid id, HttpContext http, TrawlDbContext db, int most, Check<T> check, CancellationToken cancellationToken)
    {
        if (await Reporters.FindAsync(http, db, id, cancellationToken) is not { } job)
            return (null, [], Problems.NotFound("job"));
        var (bodies, unreadable) = await JsonBody.ReadManyAsync(http.Request, most, cancellationToken);
        if (bodies is null)
            return (null, [], unreadable);
        var faults = new Faults();
        var reports = new List<T>(bodies.Count);
        foreach (var body in bodies)
            reports.Add(check(body, faults));
        if (faults.Any)
            return (null, [], faults.ToProblem());
        if (job.Type != JobType.Custom)
            return (null, [], Problems.Of(StatusCodes.Status409Conflict, "not_custom", "Only custom jobs are reported on."));
        return (job, reports, EndedProblem(job.Status));
    }

    /// <summary>Applies reports that change the job; <paramref name="apply"/> may still refuse them.</summary>
    public Task<IResult> RunAsync<T>(
        Guid id, HttpContext http, TrawlDbContext db, int most, Check<T> check, Func<JobTransaction, Job, T, IResult?> apply,
        CancellationToken cancellationToken) =>
        RunAsync<T>(id, http, db, most, check, (transaction, job, report, _) => Task.FromResult(apply(transaction, job, report)), cancellationToken);

    /// <inheritdoc cref="RunAsync{T}(Guid, HttpContext, TrawlDbContext, int, Check{T}, Func{JobTransaction, Job, T, IResult?}, CancellationToken)"/>
    public async Task<IResult> RunAsync<T>(
        Guid id, HttpContext http, TrawlDbContext db, int most, Check<T> check, Func<JobTransaction, Job, T, CancellationToken, Task<IResult?>> apply,
        CancellationToken cancellationToken)
    {
        var (_, reports, problem) = await ReadAsync(id, http, db, most, check, cancellationToken);
        if (problem is not null)
            return problem;
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if ((await transaction.LockAsync([id], cancellationToken)).GetValueOrDefault(id) is not { } job)
            return Problems.NotFound("job");
        // It may have ended since it was looked at; now it cannot.
        if (EndedProblem(job.Status) is { } ended)
            return ended;
        foreach (var report in reports)
            if (await apply(transaction, job, report, cancellationToken) is { } refused)
                return refused;
        await transaction.CommitAsync(cancellationToken);
        return Accepted(id, reports.Count);
    }

    public static Accepted<ReportsAccepted> Accepted(Guid id, int reports) => TypedResults.Accepted((string?)null, new ReportsAccepted(id, reports));

    private static ProblemHttpResult? EndedProblem(JobStatus status) =>
        status.IsTerminal() ? Problems.InvalidStatus($"It has ended: {status.ToString().ToLowerInvariant()}.")
        : status == JobStatus.Cancelling ? Problems.InvalidStatus("It is being cancelled.")
        : null;
}

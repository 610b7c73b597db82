using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.Api.Database;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs.Reports.Limits;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Reports;

/// <summary>
/// What all reports have in common: who may, how many, the body, the job's status, that an array is applied in one transaction, wholly
/// or not at all, and once however often it is sent with one key.
/// </summary>
internal sealed class ReportEndpoint(JobTransactions transactions, IdempotentPost posts, ReportRate rate)
{
    /// <param name="Accepted">How many reports.</param>
    public sealed record ReportsAccepted(Guid JobId, int Accepted);

    public delegate T Check<T>(JsonBody body, Faults faults);

    public delegate Task<IResult?> Apply<T>(JobTransaction transaction, Job job, T report, CancellationToken cancellationToken);

    /// <summary>What was read and checked, or what it is answered with at once: a problem, or the answer to the same request before.</summary>
    public sealed record Request<T>(Reporters.ReportedJob Job, IReadOnlyList<T> Reports, IdempotentRequest? Key);

    public async Task<(Request<T>? Request, IResult? Answer)> ReadAsync<T>(
        Guid id, HttpContext http, TrawlDbContext db, int most, Check<T> check, CancellationToken cancellationToken)
    {
        if (await Reporters.FindAsync(http, db, id, cancellationToken) is not { } job)
            return (null, Problems.NotFound("job"));
        var (bodies, unreadable) = await JsonBody.ReadManyAsync(http.Request, most, cancellationToken);
        if (bodies is null)
            return (null, unreadable);
        if (rate.Take(id, bodies.Count) is { } wait)
            return (null, TooMany(http, wait));
        // Of the job, whoever reports: no user's id has a control character, so none has these keys.
        var (key, invalidKey) = IdempotentRequest.From(http, bodies[0], $"\n{id}");
        if (invalidKey is not null)
            return (null, invalidKey);
        // Before all that may have changed since: a job may have ended by this very report.
        if (key is not null && await posts.FindAsync(db, key, cancellationToken) is { } known)
            return (null, known);
        var faults = new Faults();
        var reports = new List<T>(bodies.Count);
        foreach (var body in bodies)
            reports.Add(check(body, faults));
        if (faults.Any)
            return (null, faults.ToProblem());
        if (job.Type != JobType.Custom)
            return (null, Problems.Of(StatusCodes.Status409Conflict, "not_custom", "Only custom jobs are reported on."));
        return EndedProblem(job.Status) is { } ended ? (null, ended) : (new Request<T>(job, reports, key), null);
    }

    /// <summary>Applies reports that change the job; <paramref name="apply"/> may still refuse them.</summary>
    public Task<IResult> RunAsync<T>(
        Guid id, HttpContext http, TrawlDbContext db, int most, Check<T> check, Func<JobTransaction, Job, T, IResult?> apply,
        CancellationToken cancellationToken, Func<int, object>? answer = null) =>
        RunAsync(id, http, db, most, check, (transaction, job, report, _) => Task.FromResult(apply(transaction, job, report)), cancellationToken, answer);

    /// <inheritdoc cref="RunAsync{T}(Guid, HttpContext, TrawlDbContext, int, Check{T}, Func{JobTransaction, Job, T, IResult?}, CancellationToken, Func{int, object})"/>
    public async Task<IResult> RunAsync<T>(
        Guid id, HttpContext http, TrawlDbContext db, int most, Check<T> check, Apply<T> apply, CancellationToken cancellationToken,
        Func<int, object>? answer = null)
    {
        var (request, answered) = await ReadAsync(id, http, db, most, check, cancellationToken);
        if (request is null)
            return answered!;
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if ((await transaction.LockAsync([id], cancellationToken)).GetValueOrDefault(id) is not { } job)
            return Problems.NotFound("job");
        // The same report may have been taken while this one waited for the lock.
        if (request.Key is { } key && !await posts.ClaimAsync(db, key, cancellationToken))
            return await posts.FindAsync(db, key, cancellationToken) ?? throw new InvalidOperationException("The idempotency key expired while it was being read.");
        // It may have ended since it was looked at; now it cannot.
        if (EndedProblem(job.Status) is { } ended)
            return ended;
        foreach (var report in request.Reports)
            if (await apply(transaction, job, report, cancellationToken) is { } refused)
                return refused;
        // Whatever it says, it is a sign of life.
        if (!job.Status.IsTerminal())
            JobProgress.Moved(job, 0, transaction.Now);
        var accepted = Answer(answer?.Invoke(request.Reports.Count) ?? new ReportsAccepted(id, request.Reports.Count));
        if (request.Key is not null)
            await IdempotentPost.RememberAsync(db, request.Key, accepted, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return accepted;
    }

    public static Idempotency.Created Answer(object accepted) => new("", JsonSerializer.Serialize(accepted, TrawlJson.Options));

    private static ProblemHttpResult TooMany(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "rate_limited", "Too many reports on this job.", "Send them in arrays of the last state, and fewer.");
    }

    private static ProblemHttpResult? EndedProblem(JobStatus status) =>
        status.IsTerminal() ? Problems.InvalidStatus($"It has ended: {status.ToString().ToLowerInvariant()}.")
        : status == JobStatus.Cancelling ? Problems.InvalidStatus("It is being cancelled.")
        : null;
}

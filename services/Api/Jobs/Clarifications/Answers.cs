using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Reports;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>Takes answers: the first that comes holds, whichever window, user or replica it came through.</summary>
internal sealed class Answers(JobTransactions transactions)
{
    public const int MaxAnswer = 4000;

    public static void Check(string answer, Faults faults) => ReportRules.LongText("answer", answer, MaxAnswer, faults, needed: true);

    /// <summary>Answers a question that the caller may see; <paramref name="jobId"/> null when only its own id is known.</summary>
    public async Task<IResult> TakeAsync(
        TrawlDbContext db, Caller caller, Guid? jobId, Guid questionId, string answer, CancellationToken cancellationToken)
    {
        var job = await db.Jobs.VisibleTo(caller)
            .Where(j => db.Clarifications.Any(c => c.Id == questionId && c.JobId == j.Id) && (jobId == null || j.Id == jobId))
            .Select(j => (Guid?)j.Id).SingleOrDefaultAsync(cancellationToken);
        if (job is not { } id)
            return Problems.NotFound("clarification");
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if ((await transaction.LockAsync([id], cancellationToken)).GetValueOrDefault(id) is not { } locked)
            return Problems.NotFound("clarification");
        var question = await db.Clarifications.AsTracking().SingleAsync(c => c.Id == questionId, cancellationToken);
        var problem = await RefusalAsync(transaction, locked, question, answer, cancellationToken);
        if (problem is null)
            await Questions.AnswerAsync(transaction, locked, question, answer, caller.UserId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return problem ?? (IResult)TypedResults.Ok(JobClarification.Of(question));
    }

    private static async Task<ProblemHttpResult?> RefusalAsync(
        JobTransaction transaction, Job job, Clarification question, string answer, CancellationToken cancellationToken)
    {
        // Its time is up, and nobody has seen to it yet.
        if (question.Status == ClarificationStatus.Pending && question.ExpiresAt <= transaction.Now)
            await Questions.ExpireAsync(transaction, job, question, cancellationToken);
        if (question.Status == ClarificationStatus.Answered)
            return Taken(question);
        if (question.Status == ClarificationStatus.Expired)
            return Problems.Of(StatusCodes.Status410Gone, "expired", "The question is not open any more.", question.Answer is { } kept ? $"Its default holds: {kept}." : null);
        var faults = new Faults();
        if (question.Options.Length > 0 && !question.Options.Contains(answer))
            faults.Add("answer", $"Must be one of {string.Join(", ", question.Options)}.");
        return faults.Any ? faults.ToProblem() : null;
    }

    private static ProblemHttpResult Taken(Clarification question)
    {
        var problem = Problems.Of(StatusCodes.Status409Conflict, "already_answered", "Somebody was faster.", $"The answer is: {question.Answer}.");
        problem.ProblemDetails.Extensions["answer"] = question.Answer;
        problem.ProblemDetails.Extensions["answeredBy"] = question.AnsweredBy;
        return problem;
    }
}

using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>Opens the questions of a job and closes them, each once, in the transaction that has locked it.</summary>
internal static class Questions
{
    /// <summary>Asks; a job that runs waits from now on.</summary>
    public static Clarification Ask(JobTransaction transaction, Job job, NewQuestion question)
    {
        var row = new Clarification
        {
            Id = Guid.CreateVersion7(transaction.Now),
            JobId = job.Id,
            Kind = question.Kind,
            Question = question.Text,
            Options = [.. question.Options],
            DefaultAnswer = question.Default,
            Subject = question.Subject,
            CreatedAt = transaction.Now,
            ExpiresAt = transaction.Now + (question.Timeout ?? transaction.Options.QuestionTimeout),
        };
        transaction.Db.Clarifications.Add(row);
        job.Questions++;
        job.OpenQuestions++;
        JobWaiting.Wait(transaction, job);
        Tell(transaction, job, row);
        return row;
    }

    /// <summary>The first answer, which holds.</summary>
    public static Task AnswerAsync(
        JobTransaction transaction, Job job, Clarification question, string answer, string by, CancellationToken cancellationToken)
    {
        question.AnsweredBy = by;
        return CloseAsync(transaction, job, question, ClarificationStatus.Answered, answer, cancellationToken);
    }

    /// <summary>Nobody has answered in time: the default holds.</summary>
    public static Task ExpireAsync(JobTransaction transaction, Job job, Clarification question, CancellationToken cancellationToken) =>
        CloseAsync(transaction, job, question, ClarificationStatus.Expired, question.DefaultAnswer, cancellationToken);

    /// <summary>The job is at its end: nothing it has asked matters any more. Before the event that ends it.</summary>
    public static async Task DropAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (job.OpenQuestions == 0)
            return;
        foreach (var question in await OpenAsync(transaction, job, cancellationToken))
            Close(transaction, job, question, ClarificationStatus.Expired, null);
    }

    private static async Task CloseAsync(
        JobTransaction transaction, Job job, Clarification question, ClarificationStatus status, string? answer, CancellationToken cancellationToken)
    {
        Close(transaction, job, question, status, answer);
        // What follows asks the rows what was answered.
        await transaction.Db.SaveChangesAsync(cancellationToken);
        await CrawlAnswers.ApplyAsync(transaction, job, question, cancellationToken);
        JobWaiting.GoOn(transaction, job);
        if (job.Status == JobStatus.Running && job.Type != JobType.Custom)
            await JobEnd.SettleAsync(transaction, job, cancellationToken);
    }

    private static void Close(JobTransaction transaction, Job job, Clarification question, ClarificationStatus status, string? answer)
    {
        (question.Status, question.Answer, question.ClosedAt) = (status, answer, transaction.Now);
        job.OpenQuestions--;
        Tell(transaction, job, question);
    }

    private static Task<List<Clarification>> OpenAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken) =>
        transaction.Db.Clarifications.AsTracking().Where(c => c.JobId == job.Id && c.Status == ClarificationStatus.Pending)
            .OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);

    private static void Tell(JobTransaction transaction, Job job, Clarification question) =>
        transaction.Log(job, EventTypes.Clarification, new ClarificationData(
            question.Id, question.Question, question.Options, question.Status, question.Answer, question.ExpiresAt.UtcDateTime));
}

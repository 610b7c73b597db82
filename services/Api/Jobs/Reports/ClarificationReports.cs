using Trawl.Api.Database;
using Trawl.Api.Jobs.Clarifications;

namespace Trawl.Api.Jobs.Reports;

/// <summary>POST /api/jobs/{id}/clarifications: the program asks the job's user, and reads the answer in the job or its events.</summary>
internal static class ClarificationReports
{
    /// <summary>They are part of every picture of the job.</summary>
    public const int MaxQuestions = 100;

    /// <param name="Clarifications">The new questions, in the order of the reports.</param>
    public sealed record QuestionsAccepted(Guid JobId, int Accepted, IReadOnlyList<Guid> Clarifications);

    public static Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, ReportEndpoint reports, CancellationToken cancellationToken)
    {
        var asked = new List<Guid>();
        return reports.RunAsync(id, http, db, MaxQuestions, ReportRules.Clarification, Apply, cancellationToken, count => new QuestionsAccepted(id, count, asked));

        IResult? Apply(JobTransaction transaction, Job job, ClarificationReport report)
        {
            if (job.Questions == MaxQuestions)
            {
                var faults = new Faults();
                faults.Add("question", $"A job asks at most {MaxQuestions} questions.");
                return faults.ToProblem();
            }

            var timeout = report.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            asked.Add(Questions.Ask(transaction, job, new NewQuestion(
                ClarificationKind.Reported, report.Question.Trim(), report.Options, report.Default, Timeout: timeout)).Id);
            return null;
        }
    }
}

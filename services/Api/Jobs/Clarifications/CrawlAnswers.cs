using Trawl.Api.Database;
using Trawl.Api.Jobs.Submit;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>What an answer does to the crawl that has asked.</summary>
internal static class CrawlAnswers
{
    public static async Task ApplyAsync(JobTransaction transaction, Job job, Clarification question, CancellationToken cancellationToken)
    {
        // One that is being ended does nothing more, whatever is said.
        if (job.Status != JobStatus.Waiting || question.Answer is not { } answer)
            return;
        switch (question.Kind)
        {
            case ClarificationKind.Truncation:
                job.PageLimit = answer == CrawlQuestions.Continue ? SubmitRules.MaxMaxPages : CrawlOptionsOf.Read(job).MaxPages;
                break;
            case ClarificationKind.Moved when answer == CrawlQuestions.Follow:
                var (moved, _) = await LostRoots.FindAsync(transaction.Db, job, cancellationToken);
                await LostRoots.FollowAsync(transaction, job, CrawlOptionsOf.Read(job), moved, cancellationToken);
                break;
            case ClarificationKind.Robots when answer == CrawlQuestions.Crawl:
                job.IgnoreRobots = true;
                await LostRoots.ReopenForbiddenAsync(transaction, job, cancellationToken);
                break;
        }
    }
}

using Trawl.Api.Database;
using Trawl.Api.Jobs.Clarifications;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>What is to be done when nothing is pending any more, before a crawl may be called done. Each of it happens once to a page, so it ends.</summary>
internal static class FrontierEnd
{
    /// <summary>Whether something is pending again, or the job waits for an answer.</summary>
    public static async Task<bool> ReopenAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (job.SourceId is not { } source)
            return false;
        var options = CrawlOptionsOf.Read(job);
        if (job.Completed >= options.MaxPages)
            return false;
        await LostPages.KeepAsync(transaction, job, source, options, cancellationToken);
        var reopened = await LostPages.ReopenAsync(transaction, job, cancellationToken);
        if (job is { Type: JobType.Refresh, RestSeeded: false })
            reopened += await RestOfSource.SeedAsync(transaction, job, source, options, cancellationToken);
        if (reopened == 0)
            return await CrawlQuestions.AskAtTheEndAsync(transaction, job, options, cancellationToken);
        transaction.Touch(job);
        transaction.WakeDispatcher();
        return true;
    }
}

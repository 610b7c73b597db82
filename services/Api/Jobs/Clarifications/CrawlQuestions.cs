using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>
/// What a crawl asks when it would otherwise guess. A refresh asks nothing: nobody sits before it, and its source's crawl has
/// been answered.
/// </summary>
internal static class CrawlQuestions
{
    public const string Stop = "stop";
    public const string Continue = "continue";
    public const string Follow = "follow";
    public const string Crawl = "crawl";

    /// <summary>As many pages are stored as were asked for, and there may be more: whether what to do about them is a question, or will be one.</summary>
    public static bool AskBeforeTruncating(JobTransaction transaction, Job job, CrawlOptions options)
    {
        if (!CrawlOptionsOf.MayGrow(job, options))
            return false;
        // Of sitemaps alone it cannot be told whether there is more: they are read first.
        if (job.Pending == 0)
            return true;
        Questions.Ask(transaction, job, new NewQuestion(
            ClarificationKind.Truncation,
            $"{job.Completed} pages are stored, as many as were asked for, and {job.Pending} more are known. Crawl the rest of the site too?",
            [Stop, Continue], Stop));
        return true;
    }

    /// <summary>
    /// Nothing is left to fetch: whether the job waits now for what to do with submitted pages that it did not get to see, or goes on
    /// with them because that was answered before.
    /// </summary>
    public static async Task<bool> AskAtTheEndAsync(JobTransaction transaction, Job job, CrawlOptions options, CancellationToken cancellationToken)
    {
        if (job.Type != JobType.Crawl || options.Scope == Contracts.Crawling.ScopeKind.List || job.Skipped == 0)
            return false;
        var (moved, forbidden) = await LostRoots.FindAsync(transaction.Db, job, cancellationToken);
        if (moved.Count + forbidden.Count == 0)
            return false;
        var answers = await LostRoots.AnswersAsync(transaction.Db, job, cancellationToken);
        var goesOn = false;
        if (moved.Count > 0 && answers.GetValueOrDefault(ClarificationKind.Moved) == Follow)
            goesOn = await LostRoots.FollowAsync(transaction, job, options, moved, cancellationToken) > 0;
        else if (moved.Count > 0 && !answers.ContainsKey(ClarificationKind.Moved))
            Questions.Ask(transaction, job, new NewQuestion(
                ClarificationKind.Moved, $"{moved[0].Url} has moved to another site, {moved[0].Target}.{Others(moved.Count)} Crawl it there?", [Follow, Stop], Stop, moved[0].Url));
        if (forbidden.Count > 0 && !answers.ContainsKey(ClarificationKind.Robots))
            Questions.Ask(transaction, job, new NewQuestion(
                ClarificationKind.Robots, $"The site's robots.txt forbids {forbidden[0]}.{Others(forbidden.Count)} Crawl it all the same?", [Crawl, Stop], Stop, forbidden[0]));
        return goesOn || job.OpenQuestions > 0;
    }

    private static string Others(int all) => all == 1 ? "" : $" The same is so of {all - 1} more of the submitted pages.";
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;

namespace Trawl.Api.Results;

/// <summary>
/// Applies what crawlers found, up to a hundred pages in one transaction. What was applied before, or came too late, finds no
/// open row and changes nothing.
/// </summary>
internal sealed class PageResults(
    IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, SeenUrls seen, IOptions<JobsOptions> options)
{
    public async Task ApplyAsync(IReadOnlyCollection<PageOutcome> outcomes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var jobs = await transaction.LockAsync(outcomes.Select(o => o.JobId), cancellationToken);
        var byPage = new Dictionary<long, PageOutcome>(outcomes.Count);
        foreach (var outcome in outcomes)
            if (jobs.TryGetValue(outcome.JobId, out var job) && !job.Status.IsTerminal())
                byPage.TryAdd(outcome.PageId, outcome);
        if (byPage.Count == 0)
            return;

        await transaction.LockSourcesAsync(jobs.Values.Where(j => j.SourceId is not null).Select(j => j.SourceId!.Value), cancellationToken);
        var pages = await OpenPages.ReadAsync(db, byPage, jobs, cancellationToken);
        if (pages.Count == 0)
            return;

        var links = new NewLinks(seen);
        var stored = new Dictionary<(Guid, Guid), Guid>();
        foreach (var group in pages.GroupBy(p => p.Job))
            Decide(group.Key, group, links, stored, transaction);
        await PageWriter.WriteAsync(transaction, pages, links, options.Value.LeaseDuration, cancellationToken);
        foreach (var group in pages.GroupBy(p => p.Job))
            await JobEnd.SettleAsync(transaction, group.Key, cancellationToken);
        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
        links.Remember();
    }

    private void Decide(
        Job job, IEnumerable<OpenPage> pages, NewLinks links, Dictionary<(Guid Source, Guid Url), Guid> stored, JobTransaction transaction)
    {
        var asked = CrawlOptionsOf.Read(job);
        var finished = 0;
        links.Begin(job, asked);
        transaction.Touch(job);
        foreach (var page in pages)
        {
            PageDecision.Make(page, asked, options.Value.MaxAttempts, transaction.Now);
            // Two jobs of one source brought the same page at once: it is stored once.
            if (page.Store && !stored.TryAdd((job.SourceId!.Value, page.UrlKey), page.DocumentId!.Value))
                (page.DocumentId, page.Store, page.Unchanged) = (stored[(job.SourceId.Value, page.UrlKey)], false, true);
            Count(job, page);
            finished += page.Status == PageStatus.Pending ? 0 : 1;
            if (job.Status != JobStatus.Cancelling)
                links.Add(page);
        }

        JobProgress.Moved(job, finished, transaction.Now);
        if (job.Status == JobStatus.Running)
            transaction.Advance(job, JobStage.Crawling, "The first pages are here.");
    }

    private static void Count(Job job, OpenPage page)
    {
        _ = page.WasProcessing ? job.Processing-- : job.Pending--;
        switch (page.Status)
        {
            case PageStatus.Pending: job.Pending++; break;
            case PageStatus.Failed: job.Failed++; break;
            case PageStatus.Skipped: job.Skipped++; break;
            default:
                job.Completed++;
                job.Documents++;
                job.Unchanged += page.Unchanged ? 1 : 0;
                job.EmbedPending += page.Embed ? 1 : 0;
                if (!page.Embed)
                {
                    job.Chunks += page.StoredChunks;
                    job.Embedded += page.StoredChunks;
                }

                break;
        }
    }
}

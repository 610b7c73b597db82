using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Api.Results.Pages.Links;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages;

/// <summary>
/// Applies what crawlers found, up to a hundred pages in one transaction. What was applied before, or came too late, finds no
/// open row and changes nothing.
/// </summary>
internal sealed class PageResults(
    IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, SeenUrls seen, FamilySizes sizes, IOptions<JobsOptions> options)
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
        var asked = jobs.Values.Where(j => !j.Status.IsTerminal()).ToDictionary(j => j.Id, CrawlOptionsOf.Read);
        var families = new Families(sizes);
        foreach (var outcome in byPage.Values)
            families.Expect(outcome, asked[outcome.JobId]);
        var pages = await OpenPages.ReadAsync(db, byPage, jobs, families, cancellationToken);
        if (pages.Count == 0)
            return;

        var links = new NewLinks(seen, families, sizes);
        var documents = new DocumentsNow();
        foreach (var group in pages.GroupBy(p => p.Job))
            Decide(group.Key, asked[group.Key.Id], [.. group], links, documents, transaction);
        foreach (var page in documents.LeftAlone)
            PageDecision.Reopen(page, transaction.Now);
        await PageWriter.WriteAsync(transaction, pages, links, asked, options.Value.LeaseDuration, cancellationToken);
        await GivenUpHosts.FailAsync(transaction, pages, cancellationToken);
        foreach (var group in pages.GroupBy(p => p.Job))
            await JobEnd.SettleAsync(transaction, group.Key, cancellationToken);
        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
        links.Remember();
    }

    private void Decide(Job job, CrawlOptions asked, List<OpenPage> pages, NewLinks links, DocumentsNow documents, JobTransaction transaction)
    {
        var finished = 0;
        links.Begin(job, asked);
        transaction.Touch(job);
        foreach (var page in pages)
        {
            PageDecision.Make(page, asked, documents, options.Value.MaxAttempts, transaction.Now);
            Count(job, page);
            finished += page.Status == PageStatus.Pending || page.Kind == PageKind.Sitemap ? 0 : 1;
            // Of a job that is being cancelled too: it drops them at its end, and has them should it begin again.
            if (page is { Kind: PageKind.Page, LeadsTo: { } target, Outcome.Failed.Reason: PageFailureReason.OutOfScope })
                MovedRoot.Follow(job, asked, target, links);
            links.Add(page);
        }

        JobProgress.Moved(job, finished, transaction.Now);
        if (job.Status == JobStatus.Running && finished > 0)
            transaction.Advance(job, JobStage.Crawling, "The first pages are here.");
    }

    private static void Count(Job job, OpenPage page)
    {
        if (page.Kind == PageKind.Sitemap)
        {
            job.SitemapsOpen -= page.Status == PageStatus.Pending ? 0 : 1;
            return;
        }

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
                job.Changed += page.Store && page.StoredId is not null ? 1 : 0;
                job.Added += page.Store && page.StoredId is null ? 1 : 0;
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

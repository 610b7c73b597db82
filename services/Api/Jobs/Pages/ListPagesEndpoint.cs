using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.Pages;

/// <summary>GET /api/jobs/{id}/pages: what became of each URL, in the order of their discovery. Sitemaps are shown when they are asked for.</summary>
internal static class ListPagesEndpoint
{
    /// <param name="Code">Why it failed or was skipped: the wire name of a <see cref="Contracts.Crawling.PageFailureReason"/>.</param>
    public sealed record PageError(string Code, string? Message);

    public sealed record PageView(
        string Url, PageStatus Status, int? HttpStatus, int Depth, Guid? DocumentId, PageError? Error, int? DurationMs, long? Bytes, bool Unchanged);

    public static async Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ByNumber(http.Request, faults);
        var statuses = QueryText.Enums<PageStatus>(http.Request.Query, "status", faults);
        var kinds = QueryText.Enums<PageKind>(http.Request.Query, "kind", faults) ?? [PageKind.Page];
        if (faults.Any)
            return faults.ToProblem();
        if (!await db.Jobs.VisibleTo(http.GetCaller()).AnyAsync(job => job.Id == id, cancellationToken))
            return Problems.NotFound("job");
        var query = db.Pages.AsNoTracking().Where(page => page.JobId == id && kinds.Contains(page.Kind));
        if (statuses is not null)
            query = query.Where(page => statuses.Contains(page.Status));
        if (paging.After is { } after)
            query = query.Where(page => page.Id > after);
        var pages = await query.OrderBy(page => page.Id).Take(paging.Take).ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(pages, ViewOf, page => Paging.Cursor(page.Id)));
    }

    private static PageView ViewOf(Page page) => new(
        page.Url, page.Status, page.HttpStatus, page.Depth, page.DocumentId,
        page.Status is PageStatus.Failed or PageStatus.Skipped && page.Reason is { } code ? new(code, page.Message ?? SentenceOf(code)) : null,
        page.DurationMs, page.Bytes, page.Unchanged);

    // Of what nobody asked for, the row has only the reason.
    private static string? SentenceOf(string code) => code switch
    {
        "trap" => "Its URL looks like one of an endless family, so it was not asked for.",
        "content_type" => "Its name says that it is no text, so it was not asked for.",
        "max_pages" => "The job has as many pages as it may.",
        "job_ended" => "The job ended first.",
        "expired" => "The job's time ran out first.",
        "worker_fault" => "No worker could deal with it.",
        _ => null,
    };
}

using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Documents;

/// <summary>GET /api/sources/{id}/documents and GET /api/documents/{id}.</summary>
internal static class DocumentEndpoints
{
    public static async Task<IResult> ListAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ById(http.Request, faults);
        if (faults.Any)
            return faults.ToProblem();
        if (!await db.Sources.VisibleTo(http.GetCaller()).AnyAsync(source => source.Id == id, cancellationToken))
            return Problems.NotFound("source");
        var query = db.Documents.Where(document => document.SourceId == id);
        if (paging.After is { } after)
            query = query.Where(document => document.Id > after);
        // Not the rows themselves: each holds a whole page's text.
        var documents = await query.OrderBy(d => d.Id).Take(paging.Take)
            .Select(d => new { d.Id, d.SourceId, d.Url, d.Title, d.Language, d.Description, d.ContentHash, d.FetchedAt, d.ChunkCount })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(
            documents,
            d => new DocumentView(d.Id, d.SourceId, d.Url, d.Title, d.Language, d.Description, d.ContentHash, d.FetchedAt.UtcDateTime, d.ChunkCount),
            d => Paging.Cursor(d.Id)));
    }

    public static async Task<IResult> GetAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var format = QueryText.Text(http.Request.Query, "format", faults);
        if (format is not (null or "json" or "markdown"))
            faults.Add("format", "Must be json or markdown.");
        if (faults.Any)
            return faults.ToProblem();
        var sources = db.Sources.VisibleTo(http.GetCaller());
        var d = await db.Documents.AsNoTracking()
            .SingleOrDefaultAsync(document => document.Id == id && sources.Any(source => source.Id == document.SourceId), cancellationToken);
        if (d is null)
            return Problems.NotFound("document");
        if (format == "markdown")
        {
            // The text is a stranger's: no browser may take it for a page of ours.
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return TypedResults.Text(d.Markdown, "text/markdown", System.Text.Encoding.UTF8);
        }

        return TypedResults.Ok(new DocumentWithText(
            d.Id, d.SourceId, d.Url, d.Title, d.Language, d.Description, d.ContentHash, d.FetchedAt.UtcDateTime, d.ChunkCount, d.Markdown));
    }
}

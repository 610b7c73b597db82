using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Drafts;

/// <summary>GET /api/drafts, newest first, and GET of one.</summary>
internal static class DraftEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ById(http.Request, faults);
        if (faults.Any)
            return faults.ToProblem();
        var query = db.Drafts.AsNoTracking().VisibleTo(http.GetCaller());
        if (paging.After is { } after)
            query = query.Where(draft => draft.Id < after);
        var drafts = await query.OrderByDescending(draft => draft.Id).Take(paging.Take).ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(drafts, DraftView.Of, draft => Paging.Cursor(draft.Id)));
    }

    public static async Task<IResult> GetAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var draft = await db.Drafts.AsNoTracking().VisibleTo(http.GetCaller()).SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (draft is null)
            return Problems.NotFound("draft");
        http.Response.Headers.CacheControl = "private, no-cache";
        var body = JsonSerializer.SerializeToUtf8Bytes(DraftView.Of(draft), TrawlJson.Options);
        // Answers If-None-Match by itself.
        return TypedResults.Bytes(body, "application/json; charset=utf-8", entityTag: DraftVersion.TagOf(draft.Version));
    }
}

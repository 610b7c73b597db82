using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Sources;

/// <summary>GET /api/sources, and GET and DELETE of one.</summary>
internal static class SourceEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ById(http.Request, faults);
        if (faults.Any)
            return faults.ToProblem();
        var query = db.Sources.AsNoTracking().VisibleTo(http.GetCaller());
        if (paging.After is { } after)
            query = query.Where(source => source.Id < after);
        var sources = await query.OrderByDescending(source => source.Id).Take(paging.Take).ToListAsync(cancellationToken);
        var view = await SourceView.ForAsync(db, sources, cancellationToken);
        return TypedResults.Ok(paging.Cut(sources, view, source => Paging.Cursor(source.Id)));
    }

    public static async Task<IResult> GetAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var source = await db.Sources.AsNoTracking().VisibleTo(http.GetCaller()).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        return source is null
            ? Problems.NotFound("source")
            : TypedResults.Ok((await SourceView.ForAsync(db, [source], cancellationToken))(source));
    }

    public static async Task<IResult> DeleteAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, CancellationToken cancellationToken)
    {
        var visible = await db.Sources.VisibleTo(http.GetCaller()).AnyAsync(source => source.Id == id, cancellationToken);
        return visible && await lifecycle.DeleteSourceAsync(db, id, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("source");
    }
}

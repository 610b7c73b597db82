using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Submit;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Sources;

/// <summary>GET /api/sources, and GET, PATCH, DELETE of one.</summary>
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

    /// <summary>A field that is not sent stays as it is; a title of null takes it away.</summary>
    public static async Task<IResult> PatchAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        var faults = new Faults();
        var patch = Check(body, faults);
        if (faults.Any)
            return faults.ToProblem();
        var source = await db.Sources.VisibleTo(http.GetCaller()).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (source is null)
            return Problems.NotFound("source");
        if (body.Root.TryGetProperty("title", out _))
            source.Title = patch.Title?.Trim();
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok((await SourceView.ForAsync(db, [source], cancellationToken))(source));
    }

    public static async Task<IResult> DeleteAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, CancellationToken cancellationToken)
    {
        var visible = await db.Sources.VisibleTo(http.GetCaller()).AnyAsync(source => source.Id == id, cancellationToken);
        return visible && await lifecycle.DeleteSourceAsync(db, id, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("source");
    }

    private static SourcePatch Check(JsonBody body, Faults faults)
    {
        // Part of the contract, and not there yet: said plainly, not as an unknown field.
        if (body.Root.TryGetProperty("schedule", out _))
            faults.Add("schedule", "Schedules are not supported yet.");
        var patch = body.As<SourcePatch>(faults);
        if (patch.Title is not null)
            SubmitRules.Text("title", patch.Title, SubmitRules.MaxTitleLength, faults);
        return patch;
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Sources.Refresh;

/// <summary>POST /api/sources/{id}/refresh.</summary>
internal sealed class RefreshEndpoint(IdempotentPost posts, JobLifecycle lifecycle, JobViews views)
{
    public static Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, RefreshEndpoint refresh, CancellationToken cancellationToken) =>
        refresh.RunAsync(id, http, db, cancellationToken);

    private async Task<IResult> RunAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken) =>
        await posts.HandleAsync(
            http, db, await JsonBody.ReadOptionalAsync(http.Request, cancellationToken),
            body => CheckAsync(id, http.GetCaller(), db, body, cancellationToken), cancellationToken);

    private async Task<(Func<Task<IResult>>? Create, IResult? Problem)> CheckAsync(
        Guid id, Caller caller, TrawlDbContext db, JsonBody body, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var request = body.As<RefreshRequest>(faults);
        SubmitRules.Texts("tags", request.Tags, SubmitRules.MaxTags, SubmitRules.MaxTagLength, faults);
        if (faults.Any)
            return (null, faults.ToProblem());
        var source = await db.Sources.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (source is null)
            return (null, Problems.NotFound("source"));
        return source.Options is null && !await db.Jobs.AnyAsync(job => job.SourceId == id, cancellationToken)
            ? (null, Problems.Of(StatusCodes.Status409Conflict, "nothing_to_refresh", "The source was never crawled."))
            : (() => AcceptAsync(db, source, request, cancellationToken), null);
    }

    private async Task<IResult> AcceptAsync(TrawlDbContext db, Source source, RefreshRequest request, CancellationToken cancellationToken)
    {
        string[] tags = [.. request.Tags.Distinct(StringComparer.Ordinal)];
        // It may have been deleted since it was looked at.
        return await lifecycle.RefreshAsync(db, source, request.Priority, tags, cancellationToken) is { } job
            ? new Created($"/api/jobs/{job.Id}", JsonSerializer.Serialize(await views.OfAsync(db, job, cancellationToken), TrawlJson.Options))
            : Problems.NotFound("source");
    }
}

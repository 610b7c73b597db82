using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Submit;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Sources.Refresh;

/// <summary>POST /api/sources/{id}/refresh.</summary>
internal sealed class RefreshEndpoint(IdempotentPost posts, JobLifecycle lifecycle, JobViews views)
{
    public static Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, RefreshEndpoint refresh, CancellationToken cancellationToken) =>
        refresh.RunAsync(id, http, db, cancellationToken);

    private async Task<IResult> RunAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadOptionalAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        var (key, invalidKey) = IdempotentRequest.From(http, body);
        if (invalidKey is not null)
            return invalidKey;
        if (key is not null && await posts.FindAsync(db, key, cancellationToken) is { } known)
            return known;
        var faults = new Faults();
        var request = body.As<RefreshRequest>(faults);
        SubmitRules.Texts("tags", request.Tags, SubmitRules.MaxTags, SubmitRules.MaxTagLength, faults);
        if (faults.Any)
            return faults.ToProblem();
        var source = await db.Sources.AsNoTracking().VisibleTo(http.GetCaller()).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (source is null)
            return Problems.NotFound("source");
        // Looked at before the key is claimed: a refusal must not use it up.
        return source.Options is null && !await db.Jobs.AnyAsync(job => job.SourceId == id, cancellationToken)
            ? Problems.Of(StatusCodes.Status409Conflict, "nothing_to_refresh", "The source was never crawled.")
            : await posts.RunAsync(db, key, () => AcceptAsync(db, source, request, cancellationToken), cancellationToken);
    }

    private async Task<Created> AcceptAsync(TrawlDbContext db, Source source, RefreshRequest request, CancellationToken cancellationToken)
    {
        string[] tags = [.. request.Tags.Distinct(StringComparer.Ordinal)];
        var job = await lifecycle.RefreshAsync(db, source, request.Priority, tags, cancellationToken)
            ?? throw new InvalidOperationException($"Source {source.Id} was deleted while its refresh was accepted.");
        return new($"/api/jobs/{job.Id}", JsonSerializer.Serialize(await views.OfAsync(db, job, cancellationToken), TrawlJson.Options));
    }
}

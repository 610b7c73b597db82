using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Drafts;

/// <summary>PATCH and DELETE /api/drafts/{id}. Of two at once one wins: the other finds another version under the lock.</summary>
internal sealed class ChangeDraftEndpoint(DraftPlans plans, JobTransactions transactions)
{
    public static Task<IResult> PatchAsync(Guid id, HttpContext http, TrawlDbContext db, ChangeDraftEndpoint change, CancellationToken cancellationToken) =>
        change.PatchAsync(id, http, db, cancellationToken);

    public static async Task<IResult> DeleteAsync(Guid id, HttpContext http, TrawlDbContext db, ChangeDraftEndpoint change, CancellationToken cancellationToken)
    {
        if (!await DraftRow.IsVisibleAsync(db, id, http, cancellationToken))
            return Problems.NotFound("draft");
        var (version, refused) = DraftVersion.Read(http.Request, isNeeded: false);
        return version is null ? refused! : await change.DeleteAsync(id, http, db, version, cancellationToken);
    }

    private async Task<IResult> PatchAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        if (!await DraftRow.IsVisibleAsync(db, id, http, cancellationToken))
            return Problems.NotFound("draft");
        var (version, refused) = DraftVersion.Read(http.Request, isNeeded: true);
        if (version is null)
            return refused!;
        var (body, unreadable) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        return await plans.CheckAsync(body, cancellationToken) ?? await PatchAsync(id, http, db, version, body, cancellationToken);
    }

    private async Task<IResult> PatchAsync(Guid id, HttpContext http, TrawlDbContext db, DraftVersion version, JsonBody body, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if (await DraftRow.LockAsync(db, id, cancellationToken) is not { } draft)
            return Problems.NotFound("draft");
        if (DraftProblems.Of(draft, version) is { } refused)
            return refused;
        var merged = DraftPlans.Merge(draft.Plan.RootElement, body.Root);
        if (merged.Problem is not null)
            return merged.Problem;
        if (merged.Changes.Count > 0)
        {
            draft.Plan = merged.Plan;
            DraftUpdated.Log(transaction, draft, merged.Changes, http.GetCaller().UserId);
        }

        await transaction.CommitAsync(cancellationToken);
        http.Response.Headers.ETag = DraftVersion.TagOf(draft.Version).ToString();
        return TypedResults.Ok(DraftView.Of(draft));
    }

    private async Task<IResult> DeleteAsync(Guid id, HttpContext http, TrawlDbContext db, DraftVersion version, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if (await DraftRow.LockAsync(db, id, cancellationToken) is not { } draft)
            return Problems.NotFound("draft");
        if (DraftProblems.Outdated(draft, version) is { } refused)
            return refused;
        db.Drafts.Remove(draft);
        DraftUpdated.Log(transaction, draft, [], http.GetCaller().UserId, deleted: true);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

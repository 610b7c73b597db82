using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Drafts;

/// <summary>POST /api/drafts/{id}/submit: the plan becomes a job of the draft's owner, once.</summary>
internal sealed class SubmitDraftEndpoint(
    IdempotentPost posts, SubmitValidator validator, JobTransactions transactions, JobLifecycle lifecycle, JobViews views)
{
    /// <summary>Nothing is to be said: it is all in the plan.</summary>
    private sealed record NoFields;

    public static Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, SubmitDraftEndpoint submit, CancellationToken cancellationToken) =>
        submit.RunAsync(id, http, db, cancellationToken);

    private async Task<IResult> RunAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken) =>
        await posts.HandleAsync(
            http, db, await JsonBody.ReadOptionalAsync(http.Request, cancellationToken), body => CheckAsync(id, http, db, body, cancellationToken), cancellationToken);

    private async Task<(Func<Task<IResult>>? Create, IResult? Problem)> CheckAsync(
        Guid id, HttpContext http, TrawlDbContext db, JsonBody body, CancellationToken cancellationToken)
    {
        var caller = http.GetCaller();
        if (await db.Drafts.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } draft)
            return (null, Problems.NotFound("draft"));
        var faults = new Faults();
        body.As<NoFields>(faults);
        if (faults.Any)
            return (null, faults.ToProblem());
        var (version, invalid) = DraftVersion.Read(http.Request, isNeeded: false);
        if (version is null)
            return (null, invalid);
        if (DraftProblems.Of(draft, version) is { } refused)
            return (null, refused);
        // Looking up its hosts takes time, in which no row is locked.
        var (job, problem) = await validator.CheckAsync(draft.UserId, DraftPlans.BodyOf(draft.Plan.RootElement), cancellationToken);
        return job is null ? (null, problem) : (() => AcceptAsync(db, draft, job, caller.UserId, cancellationToken), null);
    }

    private async Task<IResult> AcceptAsync(TrawlDbContext db, Draft seen, NewJob job, string userId, CancellationToken cancellationToken)
    {
        if (await DraftRow.LockAsync(db, seen.Id, cancellationToken) is not { } draft)
            return Problems.NotFound("draft");
        // A plan that was changed meanwhile is not the one that was looked at, and perhaps not what was meant.
        if (DraftProblems.Of(draft, DraftVersion.Of(seen)) is { } refused)
            return refused;
        var accepted = await lifecycle.SubmitAsync(db, job, cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        draft.JobId = accepted.Id;
        DraftUpdated.Log(transaction, draft, [], userId);
        await transaction.CommitAsync(cancellationToken);
        return new Created(
            $"/api/jobs/{accepted.Id}", JsonSerializer.Serialize(await views.OfAsync(db, accepted, cancellationToken), TrawlJson.Options));
    }
}

using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Drafts;

/// <summary>POST /api/drafts: the body is the plan, as far as it goes.</summary>
internal sealed class CreateDraftEndpoint(DraftPlans plans, IdempotentPost posts, JobTransactions transactions)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, CreateDraftEndpoint create, CancellationToken cancellationToken) =>
        create.RunAsync(http, db, cancellationToken);

    private async Task<IResult> RunAsync(HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var read = await JsonBody.ReadAsync(http.Request, cancellationToken);
        var answer = await posts.HandleAsync(http, db, read, body => CheckAsync(http.GetCaller().UserId, db, body, cancellationToken), cancellationToken);
        if (answer is Created)
            http.Response.Headers.ETag = DraftVersion.TagOf(1).ToString();
        return answer;
    }

    private async Task<(Func<Task<IResult>>? Create, IResult? Problem)> CheckAsync(string userId, TrawlDbContext db, JsonBody body, CancellationToken cancellationToken)
    {
        if (await plans.CheckAsync(body, cancellationToken) is { } invalid)
            return (null, invalid);
        var merge = DraftPlans.Merge(Nothing, body.Root);
        return merge.Problem is null ? (() => WriteAsync(userId, db, merge, cancellationToken), null) : (null, merge.Problem);
    }

    private async Task<IResult> WriteAsync(string userId, TrawlDbContext db, DraftPlans.Merged merged, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var at = DraftUpdated.TimeOf(transaction);
        var draft = new Draft { Id = Guid.CreateVersion7(at), UserId = userId, Plan = merged.Plan, CreatedAt = at, UpdatedBy = userId };
        db.Drafts.Add(draft);
        DraftUpdated.Log(transaction, draft, merged.Changes, userId);
        await transaction.CommitAsync(cancellationToken);
        return new Created($"/api/drafts/{draft.Id}", JsonSerializer.Serialize(DraftView.Of(draft), TrawlJson.Options), StatusCodes.Status201Created);
    }
}

using System.Text.Json;
using Trawl.Api.Database;

namespace Trawl.Api.Drafts;

/// <summary>A draft as frontends see it. Its <c>ETag</c> is the version.</summary>
/// <param name="Plan">As much of a submit's body as there is so far.</param>
/// <param name="JobId">The job that it became; null until it was submitted.</param>
public sealed record DraftView(
    Guid Id, string UserId, int Version, JsonElement Plan, DateTime CreatedAt, DateTime UpdatedAt, string UpdatedBy, Guid? JobId)
{
    internal static DraftView Of(Draft draft) => new(
        draft.Id, draft.UserId, draft.Version, draft.Plan.RootElement, draft.CreatedAt.UtcDateTime, draft.UpdatedAt.UtcDateTime, draft.UpdatedBy, draft.JobId);
}

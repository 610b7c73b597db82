using System.Text.Json.Nodes;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Jobs;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Drafts;

/// <summary>The <c>data</c> of a <c>draft_updated</c> event: what a window that shows the version before needs to show this one.</summary>
/// <param name="Changes">The plan's fields that changed, with their new values; null for one that was taken away.</param>
/// <param name="By">The user who did it.</param>
/// <param name="JobId">The job that it became.</param>
/// <param name="Deleted">There is no such draft any more.</param>
internal sealed record DraftUpdated(Guid DraftId, int Version, JsonObject Changes, string By, Guid? JobId, bool Deleted)
{
    /// <summary>Counts a change and tells the draft's owner, who has it open in other windows.</summary>
    public static void Log(JobTransaction transaction, Draft draft, JsonObject changes, string by, bool deleted = false)
    {
        draft.Version++;
        draft.UpdatedBy = by;
        draft.UpdatedAt = TimeOf(transaction);
        var data = new DraftUpdated(draft.Id, draft.Version, changes, by, draft.JobId, deleted);
        transaction.Log(ChannelNames.User(draft.UserId), EventTypes.DraftUpdated, data);
    }

    /// <summary>In milliseconds: what is answered now and what is read later are the same.</summary>
    public static DateTimeOffset TimeOf(JobTransaction transaction) => DateTimeOffset.FromUnixTimeMilliseconds(transaction.Now.ToUnixTimeMilliseconds());
}

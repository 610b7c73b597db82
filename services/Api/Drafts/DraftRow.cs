using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Drafts;

/// <summary>One draft, for whoever wants to change it. Its row is locked before all others.</summary>
internal static class DraftRow
{
    public static Task<bool> IsVisibleAsync(TrawlDbContext db, Guid id, HttpContext http, CancellationToken cancellationToken) =>
        db.Drafts.VisibleTo(http.GetCaller()).AnyAsync(draft => draft.Id == id, cancellationToken);

    /// <summary>As it is, until the commit. Null when it has been deleted.</summary>
    public static async Task<Draft?> LockAsync(TrawlDbContext db, Guid id, CancellationToken cancellationToken)
    {
        // One that was read before the lock must not hide what is in the row now.
        db.ChangeTracker.Clear();
        return await db.Drafts.FromSql($"select * from drafts where id = {id} for update").AsTracking().SingleOrDefaultAsync(cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Notifications;

/// <summary>GET /api/notifications: what was told while nobody listened. From the log itself, of which notices are a small part.</summary>
internal static class ListNotificationsEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ByNumber(http.Request, faults);
        if (faults.Any)
            return faults.ToProblem();
        var before = paging.After ?? long.MaxValue;
        // Each channel's newest by the index, then the newest of both: asked for at once, all there are would be sorted.
        IQueryable<LoggedEvent> Newest(string channel) => db.Events.AsNoTracking()
            .Where(e => e.Channel == channel && e.Type == EventTypes.Notification && e.Id < before)
            .OrderByDescending(e => e.Id).Take(paging.Take);
        var rows = await Newest(ChannelNames.User(http.GetCaller().UserId)).Concat(Newest(ChannelNames.System))
            .OrderByDescending(e => e.Id).Take(paging.Take).ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(rows, NotificationView.Of, row => Paging.Cursor(row.Id)));
    }
}

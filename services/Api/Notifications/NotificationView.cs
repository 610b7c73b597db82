using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Events.Data;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Notifications;

/// <summary>A notice as its event told it.</summary>
/// <param name="Channel">The user's own, or <c>system</c>.</param>
/// <param name="Seq">In the numbering of that channel.</param>
public sealed record NotificationView(string Channel, long Seq, DateTime Timestamp, NotificationLevel Level, string Title, string Message)
{
    internal static NotificationView Of(LoggedEvent row)
    {
        var said = row.Data.Deserialize<NotificationData>(TrawlJson.Options)!;
        return new(row.Channel, row.Seq, row.Timestamp.UtcDateTime, said.Level, said.Title, said.Message);
    }
}

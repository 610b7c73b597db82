using System.Text.Json;
using Trawl.Api.Notifications;

namespace Trawl.Api.Events.Data;

internal sealed record CommentData(Guid CommentId, string UserId, string Text);

internal sealed record NotificationData(NotificationLevel Level, string Title, string Message);

/// <param name="Users">Who is subscribed now: the first hundred or so.</param>
/// <param name="Total">How many there are.</param>
internal sealed record PresenceData(IReadOnlyList<string> Users, int Total);

internal sealed record CursorData(string UserId, JsonElement? Target, JsonElement? Position);

using Trawl.Contracts.Channels;

namespace Trawl.Api.Webhooks.Manage;

/// <summary>What a new webhook must keep to, as far as that can be told by looking at it.</summary>
internal static class WebhookRules
{
    public const int MaxUrlLength = 2048;

    /// <summary>The log events: no other is stored, so no other could be delivered surely.</summary>
    public static readonly IReadOnlyList<string> LogEvents =
    [
        EventTypes.Queued, EventTypes.Started, EventTypes.Paused, EventTypes.Resumed, EventTypes.Cancelling, EventTypes.Cancelled, EventTypes.Expired,
        EventTypes.Stalled, EventTypes.Stage, EventTypes.ModelResult, EventTypes.Clarification, EventTypes.Comment, EventTypes.Completed,
        EventTypes.Failed, EventTypes.Notification, EventTypes.DraftUpdated, EventTypes.Deleted,
    ];

    /// <summary>Names all faults; null for a URL that has one.</summary>
    public static Uri? Check(WebhookRequest request, bool allowHttp, Faults faults)
    {
        if (request.Events.Count > LogEvents.Count)
            faults.Add("events", $"At most {LogEvents.Count} of them.");
        else
            for (var i = 0; i < request.Events.Count; i++)
                if (!LogEvents.Contains(request.Events[i]))
                    faults.Add($"events[{i}]", $"Must be one of {string.Join(", ", LogEvents)}.");
        return UrlOf(request.Url, allowHttp, faults);
    }

    private static Uri? UrlOf(string text, bool allowHttp, Faults faults)
    {
        if (text.Length is 0 or > MaxUrlLength)
            faults.Add("url", text.Length == 0 ? "Must be a URL." : $"At most {MaxUrlLength} characters.");
        else if (text.Any(char.IsControl) || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || text.Trim()[0] == '/')
            faults.Add("url", "Must be an absolute URL, as https://example.com/trawl.");
        else if (url.Scheme != "https" && !(allowHttp && url.Scheme == "http"))
            faults.AddForbiddenUrl("url", "Only https is allowed.");
        else if (url.UserInfo.Length > 0)
            faults.AddForbiddenUrl("url", "Must not hold a user name or password.");
        else if (url.IdnHost.Length == 0)
            faults.Add("url", "Must be a URL with a host.");
        else
            return url;
        return null;
    }
}

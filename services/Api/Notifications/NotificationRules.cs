using Trawl.Api.Jobs.Reports;
using Trawl.Api.Jobs.Submit;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Notifications;

/// <summary>What a notification must keep to.</summary>
internal static class NotificationRules
{
    public const int MaxTitle = 200;
    public const int MaxMessage = 4000;

    /// <summary>No caller has a longer id.</summary>

    public static NotificationRequest Check(JsonBody body, Faults faults)
    {
        var request = body.As<NotificationRequest>(faults);
        if (!body.Root.TryGetProperty("level", out _))
            faults.Add("level", "Is needed: info, success, warning or error.");
        SubmitRules.Text("title", request.Title, MaxTitle, faults);
        ReportRules.LongText("message", request.Message, MaxMessage, faults, needed: true);
        if (request.UserId is not null)
            SubmitRules.Text("userId", request.UserId, UserId.MaxLength, faults);
        return request;
    }
}

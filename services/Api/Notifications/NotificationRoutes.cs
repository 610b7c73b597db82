using Trawl.Api.OpenApi;

namespace Trawl.Api.Notifications;

internal static class NotificationRoutes
{
    public static void AddNotifications(this IServiceCollection services) => services.AddSingleton<NotificationEndpoint>();

    public static void MapNotifications(this IEndpointRouteBuilder app)
    {
        var notifications = app.MapGroup("/api/notifications").WithTags("People");
        notifications.MapGet("", ListNotificationsEndpoint.HandleAsync).WithName("listNotifications")
            .WithSummary("What the caller was told, and what everybody was, newest first")
            .WithDescription("Each with its channel and its seq there: who also listens knows by them what it has already.")
            .WithPaging().Produces<ListPage<NotificationView>>();
        notifications.MapPost("", NotificationEndpoint.HandleAsync).WithName("notify").WithSummary("Tell a user something, or everybody")
            .WithDescription("To oneself always. To another user as admin, and in development mode; without userId to everybody, as admin. "
                + "The answer names the event's channel and its seq there.")
            .Accepts<NotificationRequest>("application/json").WithIdempotencyKey()
            .Produces<NotificationEndpoint.NotificationAccepted>(StatusCodes.Status202Accepted).WithProblems(400, 403, 404, 413, 415);
    }
}

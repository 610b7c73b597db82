using Trawl.Api.OpenApi;

namespace Trawl.Api.Notifications;

internal static class NotificationRoutes
{
    public static void AddNotifications(this IServiceCollection services) => services.AddSingleton<NotificationEndpoint>();

    public static void MapNotifications(this IEndpointRouteBuilder app) => app
        .MapPost("/api/notifications", NotificationEndpoint.HandleAsync).WithTags("People").WithName("notify").WithSummary("Tell a user something, or everybody")
        .WithDescription("To oneself always. To another user as admin, and in development mode; without userId to everybody, as admin. "
            + "The answer names the event's channel and its seq there.")
        .Accepts<NotificationRequest>("application/json").WithIdempotencyKey()
        .Produces<NotificationEndpoint.NotificationAccepted>(StatusCodes.Status202Accepted).WithProblems(400, 403, 404, 413, 415);
}

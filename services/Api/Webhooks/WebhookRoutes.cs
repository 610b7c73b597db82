using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.OpenApi;
using Trawl.Api.Webhooks.Delivering;
using Trawl.Api.Webhooks.Deliveries;
using Trawl.Api.Webhooks.Manage;
using Trawl.ServiceDefaults;
using Trawl.Web.Connecting;

namespace Trawl.Api.Webhooks;

/// <summary>Webhooks: their endpoints, and what delivers.</summary>
internal static class WebhookRoutes
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<WebhooksOptions>("Webhooks");
        var services = builder.Services;
        services.TryAddSingleton<UrlPolicy>();
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton(SenderOf);
        services.AddSingleton<NewDeliveries>();
        services.AddSingleton<DueDeliveries>();
        services.AddSingleton<DeliveryRecord>();
        services.AddHostedService<WebhookPump>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/api/webhooks").WithTags("Webhooks");
        webhooks.MapGet("", WebhookEndpoints.ListAsync).WithName("listWebhooks").WithSummary("The caller's webhooks, newest first")
            .WithPaging().Produces<ListPage<WebhookView>>();
        webhooks.MapPost("", NewWebhookEndpoint.HandleAsync).WithName("createWebhook").WithSummary("Push log events to an https URL")
            .WithDescription("From now on, the log events of the caller's channel are posted to it, signed as Standard Webhooks. The answer holds the secret; it is shown nowhere else.")
            .Accepts<WebhookRequest>("application/json").WithIdempotencyKey()
            .Produces<CreatedWebhook>(StatusCodes.Status201Created).WithProblems(400, 409, 413, 415);
        webhooks.MapGet("{id:guid}", WebhookEndpoints.GetAsync).WithName("getWebhook").WithSummary("One webhook")
            .Produces<WebhookView>().WithProblems(404);
        webhooks.MapDelete("{id:guid}", WebhookEndpoints.DeleteAsync).WithName("deleteWebhook").WithSummary("Delete a webhook and its deliveries")
            .Produces(StatusCodes.Status204NoContent).WithProblems(404);
        webhooks.MapPost("{id:guid}/enable", WebhookEndpoints.EnableAsync).WithName("enableWebhook")
            .WithSummary("Go on with a webhook that was disabled, from where it stopped")
            .Produces<WebhookView>().WithProblems(404);
        webhooks.MapGet("{id:guid}/deliveries", DeliveryEndpoints.ListAsync).WithName("listWebhookDeliveries")
            .WithSummary("What became of each event, newest first")
            .WithQueryOf<DeliveryStatus>("status").WithPaging().Produces<ListPage<DeliveryView>>().WithProblems(404);
        webhooks.MapPost("{id:guid}/deliveries/{deliveryId:guid}/replay", DeliveryEndpoints.ReplayAsync).WithName("replayWebhookDelivery")
            .WithSummary("Send an event again, under the same webhook-id")
            .Produces<DeliveryView>(StatusCodes.Status202Accepted).WithProblems(404, 409);
    }

    private static WebhookSender SenderOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<WebhooksOptions>>().Value;
        var allowsPrivate = services.GetRequiredService<UrlPolicy>().AllowsPrivate;
        var rules = new ConnectRules(allowsPrivate, options.Timeout);
        var handler = GuardedHandler.Create(new GuardedConnector(services.GetRequiredService<IHostResolver>(), rules), rules);
        handler.MaxResponseDrainSize = WebhookSender.MaxAnswerBytes;
        return new WebhookSender(handler, options, allowsPrivate, services.GetRequiredService<TimeProvider>());
    }
}

using Trawl.Api.Database;

namespace Trawl.Api.Webhooks.Deliveries;

/// <summary>One event on its way to a webhook.</summary>
/// <param name="Id">What its requests carry as <c>webhook-id</c>.</param>
/// <param name="Seq">The event's number on the user's channel.</param>
/// <param name="NextAttemptAt">While it is being tried, when it is taken for lost; null when it is not tried any more.</param>
/// <param name="ResponseStatus">Of the last try.</param>
/// <param name="Error">Of the last try: the beginning of the answer, or why there was none.</param>
public sealed record DeliveryView(
    Guid Id, long Seq, string Type, DeliveryStatus Status, int Attempts, DateTime? NextAttemptAt, int? ResponseStatus, string? Error,
    DateTime CreatedAt, DateTime? DeliveredAt)
{
    internal static DeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.Seq, delivery.Type, delivery.Status, delivery.Attempts, delivery.NextAttemptAt?.UtcDateTime,
        delivery.ResponseStatus, delivery.Error, delivery.CreatedAt.UtcDateTime, delivery.DeliveredAt?.UtcDateTime);
}

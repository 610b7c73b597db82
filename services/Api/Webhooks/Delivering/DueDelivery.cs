namespace Trawl.Api.Webhooks.Delivering;

/// <summary>A delivery that this process has taken, to try it once.</summary>
/// <param name="Attempt">Which try it is, from 1.</param>
/// <param name="EventAt">When the event was said; null when the log no longer has it.</param>
internal sealed record DueDelivery(Guid Id, Guid WebhookId, string Payload, int Attempt, string Url, string Secret, DateTimeOffset? EventAt);

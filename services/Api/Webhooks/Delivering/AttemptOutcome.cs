namespace Trawl.Api.Webhooks.Delivering;

/// <summary>How a try ended.</summary>
/// <param name="Status">Of the answer; null when there was none.</param>
/// <param name="Error">The beginning of an answer that is no success, or why there was none.</param>
/// <param name="RetryAfter">How long the receiver wishes to be left alone.</param>
internal sealed record AttemptOutcome(int? Status, string? Error = null, TimeSpan? RetryAfter = null)
{
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>The receiver wants nothing more, ever.</summary>
    public bool IsGone => Status == StatusCodes.Status410Gone;
}

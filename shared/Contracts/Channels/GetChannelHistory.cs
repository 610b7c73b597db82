using MassTransit;

namespace Trawl.Contracts.Channels;

/// <summary>
/// Request of a Notifier to the Api: who owns this channel, how does it stand, and which log events came after
/// <see cref="After"/>? Answered with <see cref="ChannelHistory"/>.
/// </summary>
[MessageUrn("get-channel-history:v1")]
[EntityName("contracts.get-channel-history")]
public sealed record GetChannelHistory
{
    /// <summary><c>job:{id}</c>, <c>user:{id}</c> or <c>system</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The last <c>seq</c> the asker has; 0 for everything; null for no events, only owner, position and snapshot.</summary>
    public long? After { get; init; }

    /// <summary>The most events wanted in one answer; the asker comes back for the rest with a larger <see cref="After"/>.</summary>
    public required int Limit { get; init; }
}

using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Events;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>What a client wants to be subscribed to: <c>"id"</c>, <c>{ jobId }</c>, <c>{ sessionId }</c>, <c>{ userId }</c>, <c>{ channel }</c>, each with <c>after</c>.</summary>
internal sealed record SubscriptionWish(string Channel, string? UserId, long? After)
{
    private const int MaxUserId = 128;

    /// <summary>Null, and what is wrong, when it is none.</summary>
    public static SubscriptionWish? Read(JsonElement argument, bool isUser, out ClientError? fault)
    {
        fault = null;
        if (argument.ValueKind == JsonValueKind.String)
            return Of(isUser ? null : argument.GetString(), isUser ? argument.GetString() : null, null, out fault);
        if (argument.ValueKind != JsonValueKind.Object)
        {
            fault = ClientError.Invalid("A job's id is needed, or { jobId }, or { userId }.");
            return null;
        }

        var isPosition = TryPosition(EventFacts.Get(argument, "after"), out var position);
        var job = isUser ? null : EventFacts.Text(argument, "jobId") ?? EventFacts.Text(argument, "sessionId");
        var wish = !isUser && EventFacts.Text(argument, "channel") is { } channel
            ? OfChannel(channel, position, out fault)
            : Of(job, EventFacts.Text(argument, "userId"), position, out fault);
        if (wish is null || isPosition)
            return wish;
        fault = ClientError.Invalid("'after' is a position: a whole number, 0 or above.", wish.Channel);
        return null;
    }

    private static bool TryPosition(JsonElement after, out long? position)
    {
        position = after.ValueKind == JsonValueKind.Number && after.TryGetInt64(out var number) && number >= 0 ? number : null;
        return position is not null || after.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
    }

    // By the names that the other transports know: the only way to `system`.
    private static SubscriptionWish? OfChannel(string channel, long? after, out ClientError? fault)
    {
        fault = null;
        return channel == "system" ? new SubscriptionWish(channel, null, after)
            : ChannelName.IsJob(channel) ? Of(channel[4..], null, after, out fault)
            : Of(null, ChannelName.OwnerByName(channel), after, out fault);
    }

    private static SubscriptionWish? Of(string? job, string? user, long? after, out ClientError? fault)
    {
        fault = null;
        if (job is not null && Guid.TryParseExact(job, "D", out var id))
            return new SubscriptionWish($"job:{id:D}", null, after);
        if (job is null && user is { Length: > 0 and <= MaxUserId } && !user.Any(char.IsControl))
            return new SubscriptionWish($"user:{user}", user, after);
        // What cannot be a job's id is no job: said of the one that was asked for, as of any other that is not there.
        fault = job is { Length: > 0 and <= EventEnvelope.MaxChannelLength }
            ? ClientError.NotFound($"job:{job}")
            : ClientError.Invalid("A job's id is needed, or { jobId }, or { userId }.");
        return null;
    }
}

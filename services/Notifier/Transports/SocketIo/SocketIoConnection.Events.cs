using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Events;
using Trawl.Notifier.Transports.SocketIo.Packets;

namespace Trawl.Notifier.Transports.SocketIo;

internal sealed partial class SocketIoConnection
{
    // Held while an answer and what it speaks of are made one: else `subscribed` could follow the `unsubscribed` that undid it.
    private readonly Lock _answering = new();

    private readonly Lock _following = new();

    // Channels that were found again, and how far the client is there.
    private Dictionary<string, long?>? _claimed;
    private volatile bool _knowsWhereItStands;

    private void OnEvent(Packet packet)
    {
        switch (packet.Event)
        {
            case "authenticate":
                _ = AuthenticateAndAnswerAsync(packet);
                break;
            case var _ when HasLapsed:
                Refuse(ClientError.Unauthorized(), packet.Id);
                break;
            case "subscribe":
                Subscribe(packet, isUser: false);
                break;
            case "client:join":
                Subscribe(packet, isUser: true);
                break;
            case "unsubscribe":
                Unsubscribe(packet);
                break;
            case "cursor":
                MoveCursor(packet);
                break;
            case "client:disconnect":
                UnsubscribeAll();
                Acknowledge(packet.Id, new { ok = true });
                break;
            case "ping":
                Acknowledge(packet.Id, new { ok = true });
                break;
            default:
                Refuse(ClientError.Invalid($"There is no event '{Short(packet.Event)}': subscribe, unsubscribe, client:join, client:disconnect, authenticate."), packet.Id);
                break;
        }
    }

    private void Subscribe(Packet packet, bool isUser)
    {
        if (SubscriptionWish.Read(packet.FirstArgument(), isUser, out var fault) is not { } wish)
        {
            Refuse(fault!, packet.Id);
            return;
        }

        if (wish.UserId is { } user && Handshakes.Named(user, Caller, Core.Callers.BelievesCallers) is { } caller && !TryRegister(caller, out fault))
        {
            Refuse(fault!, packet.Id);
            Close(CloseReason.RateLimited, discard: false);
            return;
        }

        var after = wish.After;
        lock (_answering)
        {
            _knowsWhereItStands |= after is not null;
            if (_claimed?.Remove(wish.Channel, out var position) == true)
                after ??= position;
        }

        StopAsking(wish.Channel);
        _asksForEverybody |= wish.Channel == Everybody;
        if (after is { } from && !IsSubscribed(wish.Channel))
            _sent.Begin(wish.Channel, from);
        _ = SubscribeAndAnswerAsync(wish.Channel, after, counted: true, packet.Id);
    }

    private async Task AuthenticateAndAnswerAsync(Packet packet)
    {
        try
        {
            var argument = packet.FirstArgument();
            var token = argument.ValueKind == JsonValueKind.String ? argument.GetString() : EventFacts.Text(argument, "token");
            if (await AuthenticateAsync(token) is { } error)
            {
                Refuse(error, packet.Id);
                return;
            }

            Send(SocketIoMessages.Authenticated(Caller, Now));
            Acknowledge(packet.Id, new { ok = true, userId = Caller.UserId, expiresAt = Caller.Credential?.ExpiresAt?.UtcDateTime });
        }
        catch (Exception e)
        {
            LogAuthenticateFailed(Core.Logger, Id, e);
            Refuse(new ClientError("internal_error", "The authentication failed."), packet.Id);
        }
    }

    private void Remember(string channel, long? position)
    {
        lock (_answering)
            (_claimed ??= [])[channel] = position;
        if (position is { } told)
            _sent.Begin(channel, told); // it may get lost again before it is subscribed
    }

    private void ResumeClaimed()
    {
        Dictionary<string, long?>? claimed;
        lock (_answering)
            (claimed, _claimed) = (_claimed, null);
        foreach (var (channel, after) in claimed ?? [])
            _ = SubscribeAndAnswerAsync(channel, after, counted: false, ack: null);
    }

    private async Task SubscribeAndAnswerAsync(string channel, long? after, bool counted, long? ack)
    {
        try
        {
            var answer = await SubscribeAsync(channel, after, counted);
            if (answer.Error is { } passing && passing.Code == Unavailable)
            {
                Refuse(passing, ack);
                ack = null;
                answer = await AskAgainAsync(channel, after);
            }

            using (Hold())
            {
                lock (_answering)
                {
                    if (answer.Error is { } error)
                        RefuseSubscription(channel, error, ack);
                    else if (answer is { Joined: { } joined, StillWanted: true })
                        Welcome(joined, after, answer.IsNew, ack);
                }

                answer.Open();
            }

            if (answer is { Joined: not null, StillWanted: true } && ChannelName.OwnerByName(channel) is not null)
                await HearEverybodyAsync();
        }
        catch (Exception e)
        {
            // A fault of ours: nobody awaits this, and the client must not wait for ever.
            LogSubscribeFailed(Core.Logger, Id, channel, e);
            Refuse(new ClientError("internal_error", "The subscription failed.", channel), ack);
        }
    }

    private void Welcome(Joined joined, long? after, bool isNew, long? ack)
    {
        var replayed = after is not null && joined.Recovered;
        if (isNew)
        {
            _sent.Begin(joined.Channel, replayed ? after!.Value : joined.Seq);
            Follow(joined.Channel, follow: true);
        }

        Send(SocketIoMessages.Subscribed(joined, Now, log: isNew && !replayed));
        var id = ChannelName.IsJob(joined.Channel) ? joined.Channel[4..] : null;
        Acknowledge(ack, new { ok = true, sessionId = id, jobId = id, channel = joined.Channel, seq = joined.Seq, recovered = joined.Recovered });
        LogSubscribed(Core.Logger, _socketId ?? Id, id ?? joined.Channel);
    }

    private void Unsubscribe(Packet packet)
    {
        if (SubscriptionWish.Read(packet.FirstArgument(), isUser: false, out var fault) is not { } wish)
        {
            Refuse(fault!, packet.Id);
            return;
        }

        lock (_answering)
        {
            _claimed?.Remove(wish.Channel);
            StopAsking(wish.Channel);
            // Who is not subscribed any more, because the job has ended, is told what it wants to hear.
            Unsubscribe(wish.Channel, reason: null);
            Follow(wish.Channel, follow: false);
            _asksForEverybody &= wish.Channel != Everybody;
            StopHearingEverybody();
            Send(SocketIoMessages.Unsubscribed(wish.Channel, "client", Now));
        }

        Acknowledge(packet.Id, new { ok = true });
    }

    private void MoveCursor(Packet packet)
    {
        var cursor = packet.FirstArgument();
        if (SubscriptionWish.Read(cursor, isUser: false, out var fault) is { } wish)
            fault = Publish(wish.Channel, cursor);
        if (fault is null)
            Acknowledge(packet.Id, new { ok = true });
        else
            Refuse(fault, packet.Id);
    }

    private void Follow(string channel, bool follow)
    {
        if (!follow)
            _sent.Forget(channel);
        if (!ChannelName.IsJob(channel))
            return;
        var job = Guid.Parse(channel.AsSpan(4));
        lock (_following)
        {
            var others = _jobs.Where(other => other != job);
            _jobs = follow ? [.. others, job] : [.. others];
        }
    }

    private void RefuseSubscription(string channel, ClientError error, long? ack)
    {
        if (!IsSubscribed(channel))
            _sent.Forget(channel);
        Refuse(error, ack);
    }

    private void Refuse(ClientError error, long? ack)
    {
        Send(SocketIoMessages.Error(error, Now));
        Acknowledge(ack, new { ok = false, error = error.Message, code = error.Code });
    }

    private void Acknowledge(long? id, object payload)
    {
        if (id is { } asked)
            Send(SocketIoMessages.Ack(asked, payload));
    }

    private static string Short(string name) => name.Length > 64 ? name[..64] : name;
}

using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.WebSockets;

internal sealed partial class WebSocketConnection
{
    // Held while an answer and what it speaks of are made one: else `subscribed` could follow the `unsubscribed` that undid it.
    private readonly Lock _answering = new();

    private void Act(ClientMessage asked)
    {
        switch (asked.Action)
        {
            case "authenticate":
                _ = AuthenticateAndAnswerAsync(asked.Token);
                break;
            case var _ when HasLapsed:
                Send(ServerMessages.Error(ClientError.Unauthorized()));
                break;
            case "ping":
                Send(ServerMessages.Pong);
                break;
            case "subscribe" when asked.Channel is not null:
                _ = SubscribeAndAnswerAsync(asked.Channel, asked.After, counted: true); // an Api that is away must not hold up pings
                break;
            case "unsubscribe" when asked.Channel is not null:
                UnsubscribeAndAnswer(asked.Channel);
                break;
            case "cursor" when asked.Channel is not null:
                MoveCursor(asked);
                break;
            case "subscribe" or "unsubscribe" or "cursor":
                Send(ServerMessages.Error(ClientError.Invalid("'channel' is missing.")));
                break;
            default:
                Send(ServerMessages.Error(ClientError.Invalid("'action' is none of subscribe, unsubscribe, cursor, authenticate, ping.", asked.Channel)));
                break;
        }
    }

    private async Task SubscribeAndAnswerAsync(string channel, long? after, bool counted)
    {
        try
        {
            var answer = await SubscribeAsync(channel, after, counted);
            using (Hold())
            {
                lock (_answering)
                {
                    if (answer.Error is { } error)
                        Send(ServerMessages.Error(error));
                    else if (answer is { Joined: { } joined, StillWanted: true })
                        Send(ServerMessages.Subscribed(joined));
                }

                answer.Open();
            }

            if (answer.Error is { } refused)
                CloseIfOver(refused);
        }
        catch (Exception e)
        {
            // A fault of ours: nobody awaits this, and the client must not wait for ever.
            LogSubscribeFailed(Core.Logger, Id, channel, e);
            Send(ServerMessages.Error(new ClientError("internal_error", "The subscription failed.", channel)));
        }
    }

    private async Task AuthenticateAndAnswerAsync(string? token)
    {
        try
        {
            Send(await AuthenticateAsync(token) is { } error ? ServerMessages.Error(error) : ServerMessages.Authenticated(Caller));
        }
        catch (Exception e)
        {
            LogAuthenticateFailed(Core.Logger, Id, e);
            Send(ServerMessages.Error(new ClientError("internal_error", "The authentication failed.")));
        }
    }

    private void UnsubscribeAndAnswer(string channel)
    {
        lock (_answering)
        {
            Send(Unsubscribe(channel, reason: null)
                ? ServerMessages.Unsubscribed(channel, "client")
                : ServerMessages.Error(ClientError.Invalid("Not subscribed.", channel)));
        }
    }

    private void MoveCursor(ClientMessage asked)
    {
        if (Publish(asked.Channel!, asked.Cursor) is { } error)
            Send(ServerMessages.Error(error));
    }
}

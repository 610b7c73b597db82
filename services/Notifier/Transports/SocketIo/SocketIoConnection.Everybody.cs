using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>
/// What is said to everybody reaches who has joined as a user: these clients' frontends have no name for that channel, and
/// would never hear it. Quietly: they asked for one channel, and are answered for one.
/// </summary>
internal sealed partial class SocketIoConnection
{
    private const string Everybody = "system";

    // By its name, as some do: then it is the client's to end, too.
    private volatile bool _asksForEverybody;

    private async Task HearEverybodyAsync()
    {
        if (_asksForEverybody || IsSubscribed(Everybody))
            return;
        long? after = null;
        lock (_answering)
        {
            if (_claimed?.Remove(Everybody, out var position) == true)
                after = position;
        }

        var answer = await SubscribeAsync(Everybody, after, counted: false);
        if (answer.Error?.Code == Unavailable)
            answer = await AskAgainAsync(Everybody, after);
        if (answer is { Joined: { } joined, IsNew: true, StillWanted: true })
            _sent.Begin(Everybody, joined.Recovered ? after ?? joined.Seq : joined.Seq);
        answer.Open();
    }

    // Under the lock of the answers.
    private void StopHearingEverybody()
    {
        if (_asksForEverybody || SubscribedChannels().Any(channel => ChannelName.OwnerByName(channel) is not null))
            return;
        StopAsking(Everybody);
        Unsubscribe(Everybody, reason: null);
        Follow(Everybody, follow: false);
    }
}

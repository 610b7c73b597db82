using Trawl.Notifier.Backplane;
using Trawl.Notifier.History;
using Trawl.Notifier.Presence;

namespace Trawl.Notifier.Channels;

/// <summary>What every channel works with.</summary>
internal sealed record ChannelContext(
    NotifierOptions Options, IChannelHistory History, ShardBindings Bindings, TimeProvider Time, ILogger<Channel> Logger, PresenceBackplane? Presence = null)
{
    public ITimer After(TimeSpan due, Action then) => Time.CreateTimer(static then => ((Action)then!)(), then, due, Timeout.InfiniteTimeSpan);
}

using Trawl.Notifier.Backplane;
using Trawl.Notifier.History;

namespace Trawl.Notifier.Channels;

/// <summary>What every channel works with.</summary>
internal sealed record ChannelContext(NotifierOptions Options, IChannelHistory History, ShardBindings Bindings, TimeProvider Time, ILogger<Channel> Logger)
{
    public ITimer After(TimeSpan due, Action then) => Time.CreateTimer(static then => ((Action)then!)(), then, due, Timeout.InfiniteTimeSpan);
}

using Trawl.Contracts.Channels;

namespace Trawl.Api.History;

/// <summary>The stored log of a channel, and waiting for its next entry.</summary>
public sealed class ChannelLog
{
    /// <summary>Log events after a position, in order, without a gap.</summary>
    public Task<IReadOnlyList<ChannelEvent>> ReadAsync(string channel, long after, int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Returns when the channel has an event after the position (true), or when the time is up (false).</summary>
    public Task<bool> WaitAsync(string channel, long after, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotImplementedException();
}

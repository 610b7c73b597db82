namespace Trawl.Notifier.History;

/// <summary>The log of channels, which the Api keeps.</summary>
internal interface IChannelHistory
{
    /// <summary>Reads how a channel stands and the first page after a position (null: no events).</summary>
    /// <exception cref="HistoryUnavailableException">The Api did not answer for as long as a subscriber can be kept waiting.</exception>
    Task<HistoryPage> ReadAsync(string channel, long? after, CancellationToken cancellationToken);
}

/// <summary>The Api is away. Worth asking again.</summary>
internal sealed class HistoryUnavailableException(Exception? inner = null) : Exception("The Api did not answer.", inner);

using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Connections;

/// <summary>Where a batch is gathered, in the wire format of a transport.</summary>
internal interface IFrameSink
{
    void Append(EventFrame frame);

    void Append(FrameBatch batch);

    void Append(ControlFrame frame);

    /// <summary>What was said at a moment, in UTC ticks, goes to the client now.</summary>
    void Timed(long since);
}

using Trawl.Notifier.Connections;
using Trawl.Notifier.History;

namespace Trawl.Notifier.Channels;

/// <summary>One connection on one channel. Everything but the construction happens under the channel's lock.</summary>
internal sealed class Subscription(Connection connection, Channel channel)
{
    private List<StateCell>? _cells;
    private long _floor;

    public Connection Connection { get; } = connection;
    public Channel Channel { get; } = channel;

    /// <summary>The last log event that was queued for the client; everything up to it is never queued again.</summary>
    public long Position { get; private set; }

    /// <summary>Fetched, and not yet replayed.</summary>
    public HistoryPage? Page { get; set; }

    /// <summary>Its place among the channel's live subscriptions; negative while it catches up.</summary>
    public int LiveIndex { get; set; } = -1;

    public bool Removed { get; set; }

    /// <summary>The client knows that it is subscribed.</summary>
    public bool Opened { get; set; }

    public DateTimeOffset LetGoAt { get; set; }

    public void StartAt(long position, long snapshotVersion, HistoryPage? page)
    {
        Position = position;
        _floor = snapshotVersion;
        Page = page;
    }

    public void Send(EventFrame frame)
    {
        if (frame.Seq <= Position)
            return; // the Api told it sooner
        Position = frame.Seq;
        if (frame.IsTerminal)
            _cells?.RemoveAll(cell => cell.Job == frame.JobId); // a user's channel outlives its jobs
        Connection.Heed(Connection.Outbox.EnqueueLog(frame));
    }

    /// <summary>False while too much is waiting: a replay must not push a slow client over its limit.</summary>
    public bool TryReplay(EventFrame frame)
    {
        if (!Connection.Outbox.HasRoom)
            return false;
        NotifierMetrics.Replayed.Add(1);
        frame.StopTiming();
        Send(frame);
        return true;
    }

    public void SendState(EventFrame frame)
    {
        if (frame.Version > 0 && frame.Version <= _floor)
            return; // the snapshot has it
        Connection.Heed(Connection.Outbox.EnqueueState(CellOf(frame), frame));
    }

    public void SendActivity(EventFrame frame) => Connection.Heed(Connection.Outbox.EnqueueActivity(frame));

    public void SendActivity(FrameBatch batch) => Connection.Heed(Connection.Outbox.EnqueueActivity(batch));

    private StateCell CellOf(EventFrame frame)
    {
        if (_cells is not null)
        {
            foreach (var cell in _cells)
            {
                if (cell.Job == frame.JobId && (ReferenceEquals(cell.Type, frame.Type) || cell.Type == frame.Type))
                    return cell;
            }
        }

        var added = new StateCell(frame.Type, frame.JobId);
        (_cells ??= new List<StateCell>(1)).Add(added);
        return added;
    }
}

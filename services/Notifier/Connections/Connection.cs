using Trawl.Notifier.Channels;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Connections;

/// <summary>
/// One client. A transport says how bytes are framed and flushed, and hands in what the client asks for; everything else
/// is here. While nothing is to be sent it has no task, no timer and no buffer.
/// </summary>
internal abstract partial class Connection : IThreadPoolWorkItem, IFrameSink
{
    // As much as Kestrel takes before it makes the writer wait.
    private const int BatchBytes = 64 * 1024;
    private const int NormalClosure = 1000;

    private TokenBucket _messages;
    private TokenBucket _subscribes;
    private int _refused;
    private int _gone;
    private int _failed;

    protected Connection(string id, string transport, Caller caller, NotifierCore core)
    {
        Id = id;
        Transport = transport;
        Caller = caller;
        Core = core;
        Outbox = new Outbox(core.Options);
        _messages = new TokenBucket(core.Options.MaxInboundMessagesPerSecond, core.Time);
        _subscribes = new TokenBucket(core.Options.MaxSubscribesPerSecond, core.Time);
        Heard();
        LastPing = LastHeard;
    }

    public string Id { get; }
    public string Transport { get; }

    /// <summary>Who it is. A transport that learns it later than it begins sets it before it counts the connection and subscribes.</summary>
    public Caller Caller { get; private set; }
    public Outbox Outbox { get; }
    public long LastHeard { get; private set; }
    public long LastPing { get; set; }

    /// <summary>When it last wrote, as a timestamp; 0 before.</summary>
    public long LastWrite { get; private set; }

    /// <summary>When the server asked for the end; 0 before.</summary>
    public long ClosingSince { get; private set; }

    /// <summary>How often it is pinged.</summary>
    public virtual TimeSpan PingInterval => Core.Options.PingInterval;

    protected NotifierCore Core { get; }

    public abstract void Append(EventFrame frame);
    public abstract void Append(ControlFrame frame);

    public virtual void Append(FrameBatch batch)
    {
        foreach (var frame in batch.Frames)
            Append(frame);
    }

    public void Timed(long since) =>
        NotifierMetrics.Latency.Record(Math.Max(0, Core.Time.GetUtcNow().UtcTicks - since) / (double)TimeSpan.TicksPerSecond);

    /// <summary>Asks whether the peer is alive. For transports that do so themselves: nothing.</summary>
    public abstract void Ping();

    /// <summary>Cuts the line.</summary>
    public abstract void Abort();

    /// <summary>Sends what was appended; false when there is nobody to send to any more.</summary>
    protected abstract ValueTask<bool> FlushAsync();

    protected abstract ControlFrame CloseFrame(CloseReason reason);
    protected abstract ControlFrame UnsubscribedFrame(string channel, string reason);

    /// <summary>What tells the client beforehand that it will be closed, and when to come back; null when its transport has no words for it.</summary>
    protected virtual ControlFrame? ClosingFrame(CloseReason reason, TimeSpan reconnectIn) => null;

    /// <summary>The server ended a subscription, and has said so. Called under the channel's lock.</summary>
    protected virtual void OnUnsubscribed(string reason)
    {
    }

    /// <summary>Something came from the client.</summary>
    protected void Heard() => LastHeard = Core.Time.GetTimestamp();

    /// <summary>Counts a message; false when it is one too many. Who does not stop at all is closed.</summary>
    public bool MayReceive()
    {
        Heard();
        if (_messages.TryTake())
        {
            _refused = 0;
            return true;
        }

        NotifierMetrics.Refused(Transport);
        if (++_refused > 10 * Core.Options.MaxInboundMessagesPerSecond)
            Close(CloseReason.RateLimited, discard: true);
        return false;
    }

    /// <summary>Does what enqueuing asked for. Callable under any lock: the rest happens elsewhere.</summary>
    public void Heed(OutboxDemand demand)
    {
        if (demand == OutboxDemand.Write)
            Core.Writes.Wake(this);
        else if (demand == OutboxDemand.GiveUp && Interlocked.Exchange(ref _gone, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.GiveUp(), this, preferLocal: false);
    }

    public void Send(ControlFrame frame) => Heed(Outbox.Enqueue(frame));

    /// <summary>
    /// Sends nothing until it is disposed of. A client that reads that it is subscribed must be: what is published from then on
    /// may be activity, which nobody gets later.
    /// </summary>
    protected WriteHold Hold()
    {
        Outbox.Hold();
        return new WriteHold(this);
    }

    /// <summary>Tells the client that it will be closed.</summary>
    public void Announce(CloseReason reason, TimeSpan reconnectIn)
    {
        if (ClosingFrame(reason, reconnectIn) is { } frame)
            Send(frame);
    }

    /// <summary>Ends the connection with a reason; the sweep cuts the line of a client that does not take it.</summary>
    public void Close(CloseReason reason, bool discard)
    {
        if (reason != CloseReason.ServerShutdown && reason.Code != NormalClosure)
            CountFailure(reason.Text);
        if (ClosingSince == 0)
            ClosingSince = Core.Time.GetTimestamp();
        Unsubscribe();
        Heed(Outbox.Close(CloseFrame(reason), discard));
    }

    /// <summary>It was refused, or is ended by a fault: counted once.</summary>
    public void CountFailure(string reason)
    {
        if (Interlocked.Exchange(ref _failed, 1) == 0)
            NotifierMetrics.Failed(Transport, reason);
    }

    /// <summary>The transport is done with: frees everything. Called once, at the end.</summary>
    protected void Ended()
    {
        Outbox.Abandon();
        Unsubscribe();
        Core.Connections.Remove(this);
    }

    /// <summary>Writes what waits. For the one whose turn it is.</summary>
    public void Write() => _ = WriteAsync();

    void IThreadPoolWorkItem.Execute() => Write();

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                var full = Outbox.Take(this, BatchBytes);
                if (!await FlushAsync())
                {
                    Outbox.Abandon();
                    return;
                }

                LastWrite = Core.Time.GetTimestamp();
                if (Outbox.TryRest() || (!full && Core.Writes.Postpone(this)))
                    return;
            }
        }
        catch (Exception e)
        {
            // Whatever a transport throws while it writes, it means that this client is gone; the others are not to notice.
            LogWriteFailed(Core.Logger, Id, Transport, e);
            CountFailure("write_failed");
            Outbox.Abandon();
            Abort();
        }
    }

    /// <summary>The end of a <see cref="Hold"/>.</summary>
    protected readonly struct WriteHold(Connection connection) : IDisposable
    {
        public void Dispose() => connection.Heed(connection.Outbox.Release());
    }

    private void GiveUp()
    {
        NotifierMetrics.SlowCloses.Add(1);
        LogSlow(Core.Logger, Id, Transport, Caller.UserId);
        Close(CloseReason.SlowConsumer, discard: true);
    }
}

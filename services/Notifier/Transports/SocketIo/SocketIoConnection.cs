using System.Buffers;
using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Engine;
using Trawl.Notifier.Transports.SocketIo.Events;
using Trawl.Notifier.Transports.SocketIo.Packets;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>A Socket.IO client in the one namespace that there is.</summary>
internal sealed partial class SocketIoConnection(EngineServer server, HttpContext http, NotifierCore core, LostConnections lost)
    : PacketConnection(server, http.GetCaller(), core)
{
    private readonly string _address = http.Connection.RemoteIpAddress?.ToString() ?? "";
    private readonly bool _recoveryByQuery = Handshakes.IsYes(http.Request.Query["recovery"]);
    private static readonly TimeSpan ClaimGrace = TimeSpan.FromSeconds(1);

    private readonly SentLog _sent = new();
    private string? _socketId;
    private string? _pid;
    private bool _registered;
    private bool _left;
    private bool _announced;
    private bool _connecting;

    // Jobs that it is subscribed to by themselves. Replaced as a whole: the writer reads it at any time.
    private volatile Guid[] _jobs = [];

    public override bool IsRegistered => _registered;

    private string Now => SocketIoMessages.Time(Core.Time.GetUtcNow());

    protected override ReadOnlySpan<byte> Encode(EventFrame frame)
    {
        var packets = frame.SocketIo;
        if (frame.Kind == EventKind.Log)
            _sent.Appended(packets.Channel, frame.Seq);
        // A user's channel carries its jobs' events, too: who is subscribed to both gets each once. Only a log event without
        // the job's version is on no job's channel: a comment after the end.
        if (packets.IsOnUser && frame.JobId != Guid.Empty && (frame.Version > 0 || frame.Kind != EventKind.Log) && Array.IndexOf(_jobs, frame.JobId) >= 0)
            return [];
        return _pid is null ? packets.Frames : packets.Recoverable;
    }

    // Commentary, all of one channel: no positions, and mostly nobody who is subscribed to more than that.
    protected override ReadOnlySpan<byte> Encode(FrameBatch batch)
    {
        if (_jobs.Length == 0 || !batch.Frames[0].SocketIo.IsOnUser)
            return batch.SocketIo;
        var some = new ArrayBufferWriter<byte>(batch.Length);
        foreach (var frame in batch.Frames)
            some.Write(Encode(frame));
        return some.WrittenSpan;
    }

    protected override void OnTaken() => _sent.Taken();

    protected override void OnDelivered() => _sent.Delivered();

    protected override ControlFrame CloseFrame(CloseReason reason) =>
        _socketId is null ? base.CloseFrame(reason) : SocketIoMessages.Close(reason, Now, announced: _announced);

    protected override ControlFrame? ClosingFrame(CloseReason reason, TimeSpan reconnectIn)
    {
        if (_socketId is null || reason != CloseReason.ServerShutdown)
            return null;
        _announced = true;
        return SocketIoMessages.ShuttingDown(Now);
    }

    protected override ControlFrame UnsubscribedFrame(string channel, string reason)
    {
        Follow(channel, follow: false);
        return SocketIoMessages.Unsubscribed(channel, reason, Now);
    }

    protected override void OnLapsed() => StopAsking();

    protected override bool MayTake()
    {
        if (MayReceive())
            return true;
        if (_socketId is not null)
            Refuse(ClientError.RateLimited($"At most {Core.Options.MaxInboundMessagesPerSecond} messages a second."), ack: null);
        return false;
    }

    protected override void OnPacket(Packet packet, IReadOnlyList<byte[]> attachments)
    {
        if (packet.Type == PacketType.Connect)
        {
            Connect(packet);
            return;
        }

        if (packet.Namespace != "/" || _socketId is null)
        {
            Fail(MessageReader.ProtocolError);
            return;
        }

        if (packet.Type == PacketType.Disconnect)
            Leave();
        else if (packet.Type is PacketType.Event or PacketType.BinaryEvent)
            OnEvent(packet);
    }

    protected override void OnEnded()
    {
        var asking = StopAsking();
        if (_pid is not null)
            lost.End(_pid);
        if (_socketId is null || _left)
            return;
        // Also where it has asked to be subscribed, and had no answer yet.
        var channels = _sent.Channels().Union(SubscribedChannels()).Union(Claimed()).Union(asking).ToArray();
        if (channels.Length > 0 || _pid is not null)
            lost.Leave(new LostConnection(Caller.UserId, _address, _socketId, _pid, channels, _sent));
    }

    private void Connect(Packet packet)
    {
        if (packet.Namespace != "/")
        {
            Send(SocketIoMessages.ConnectError(packet.Namespace, "Invalid namespace", null));
            return;
        }

        if (_socketId is not null || _connecting)
        {
            Fail(MessageReader.ProtocolError);
            return;
        }

        _connecting = true;
        _ = ConnectAsync(packet.Payload());
    }

    // Where an issuer's keys have to be fetched first it takes a moment; mostly it is done when it returns.
    private async Task ConnectAsync(JsonElement auth)
    {
        try
        {
            var (caller, fault) = await Handshakes.CallerAsync(auth, Caller, Core.Callers);
            var refused = fault is null ? null : new ClientError(fault.Code, fault.Message);
            if (caller is not null && TryRegister(caller, out refused))
            {
                if (IsEnded)
                {
                    Core.Connections.Remove(this); // it went while we were asking
                    return;
                }

                MarkConnected();
                _left = false;
                Begin(auth);
            }
            else
            {
                if (fault is not null)
                    LogRefused(Core.Logger, Id, fault.Reason);
                Send(SocketIoMessages.ConnectError("/", refused!.Message, new { code = refused.Code }));
            }
        }
        catch (Exception e)
        {
            // A fault of ours: nobody awaits this, and the client must not wait for ever.
            LogConnectFailed(Core.Logger, Id, e);
            Send(SocketIoMessages.ConnectError("/", "The connection failed.", new { code = "internal_error" }));
        }
        finally
        {
            _connecting = false;
        }
    }

    private string[] Claimed()
    {
        lock (_answering)
            return _claimed is null ? [] : [.. _claimed.Keys];
    }

    private void Begin(JsonElement auth)
    {
        var recover = _recoveryByQuery || Handshakes.IsYes(EventFacts.Get(auth, "recovery"));
        var (resumed, positions) = recover ? Recover(auth) : (null, null);
        _socketId = resumed?.SocketId ?? EngineServer.NewSecret();
        if (recover)
        {
            _pid = resumed?.Pid ?? EngineServer.NewSecret();
            _sent.RememberOrder(resumed is null ? null : EventFacts.Text(auth, "offset"));
            lost.Begin(_pid, this);
        }

        Send(SocketIoMessages.Welcome(_socketId, _pid, Caller, Now));
        LogConnected(Core.Logger, _socketId);
        if (resumed is not null)
            Resume(resumed, positions);
        else
            _ = ResumeLaterAsync(lost.Claim(Caller.UserId, _address));
    }

    // A claim is a guess. A client that knows where it stands says so as soon as it is connected, and by what it was told
    // twice, or meant for another window of the same user, it would only be confused.
    private async Task ResumeLaterAsync(LostConnection? claimed)
    {
        Remember(claimed);
        await Task.Delay(ClaimGrace, Core.Time);
        if (_knowsWhereItStands || _left || IsEnded)
            return;
        // A client may be back before its old line's end has arrived here. One that waits for something by now has said for what.
        if (claimed is null && !SubscribedChannels().Any())
            Remember(lost.Claim(Caller.UserId, _address));
        ResumeClaimed();
    }

    private void Remember(LostConnection? claimed)
    {
        foreach (var channel in claimed?.Channels ?? [])
            Remember(channel, claimed!.Sent.PositionIn(channel));
    }

    private void Resume(LostConnection resumed, Dictionary<string, long>? positions)
    {
        foreach (var channel in resumed.Channels)
            Remember(channel, positions?.TryGetValue(channel, out var position) == true ? position : resumed.Sent.PositionIn(channel));
        ResumeClaimed();
    }

    // Only who comes back with a pid that is known, and an offset that still is, gets its old name back.
    private (LostConnection? Resumed, Dictionary<string, long>? Positions) Recover(JsonElement auth)
    {
        if (EventFacts.Text(auth, "pid") is not { } pid || lost.Recover(pid, Caller.UserId) is not { } resumed)
            return (null, null);
        if (resumed.Sent.PositionsAt(EventFacts.Text(auth, "offset")) is { } positions)
            return (resumed, positions);
        lost.Leave(resumed with { Pid = null }); // too old an offset; its subscriptions can still be claimed
        return (null, null);
    }

    private bool TryRegister(Caller caller, out ClientError? fault)
    {
        fault = null;
        if (_registered && caller == Caller)
            return true;
        if (_registered)
            Core.Connections.Remove(this);
        Become(caller);
        _registered = Core.Connections.TryAdd(this);
        if (!_registered)
            fault = ClientError.RateLimited($"At most {Core.Options.MaxConnectionsPerUser} connections.");
        return _registered;
    }

    // The transport stays, and may join again.
    private void Leave()
    {
        _left = true;
        UnsubscribeAll();
        if (_pid is not null)
            lost.End(_pid);
        (_socketId, _pid) = (null, null);
    }

    private void UnsubscribeAll()
    {
        StopAsking();
        _asksForEverybody = false;
        foreach (var channel in SubscribedChannels())
        {
            Unsubscribe(channel, reason: null);
            Follow(channel, follow: false);
        }
    }
}

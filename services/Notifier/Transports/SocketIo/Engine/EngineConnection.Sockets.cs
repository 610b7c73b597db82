using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

internal abstract partial class EngineConnection
{
    private static readonly TimeSpan GoodByeTimeout = TimeSpan.FromSeconds(2);

    // Requests and frames come on threads of their own.
    private readonly Lock _inbound = new();
    private EngineSocket? _probe;
    private long _probeSince;
    private bool _probed;

    /// <summary>A session that begins with a WebSocket.</summary>
    public async Task RunAsync(EngineSocket socket)
    {
        Volatile.Write(ref _pingDue, Core.Time.GetTimestamp() + Ticks(Settings.PingInterval)); // for the client it begins now
        _socket = socket;
        Send(new ControlFrame(FrameWriter.Frame(FrameOpcode.Text, EngineFrames.Open(Sid, Settings, upgradable: false))));
        await ReadAsync(socket);
        End(PollOutcome.Refused);
    }

    /// <summary>A WebSocket for a session that polls: it takes over when both sides have said so.</summary>
    public async Task UpgradeAsync(EngineSocket socket)
    {
        bool welcome;
        lock (_gate)
        {
            welcome = !_ended && _socket is null && _probe is null;
            if (welcome)
                (_probe, _probeSince) = (socket, Core.Time.GetTimestamp());
        }

        if (!welcome)
        {
            await socket.TurnAwayAsync();
            return;
        }

        await ReadAsync(socket);
        if (_socket == socket)
        {
            End(PollOutcome.Refused);
            return;
        }

        lock (_gate)
        {
            if (_probe == socket)
                (_probe, _probed) = (null, false); // polling goes on
        }
    }

    private async Task ReadAsync(EngineSocket socket)
    {
        using var messages = new MessageReader(_server.MaxMessage, binary: true);
        try
        {
            while (true)
            {
                var result = await socket.Input.ReadAsync();
                var buffer = result.Buffer;
                var open = Receive(socket, messages, ref buffer);
                socket.Input.AdvanceTo(buffer.Start, buffer.End);
                if (!open || result.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            LogLost(Core.Logger, Id, e.Message);
        }

        if (_socket != socket)
            return;
        EndOnce();
        if (socket.ClosedByPeer)
            await socket.LastSent.WaitAsync(GoodByeTimeout, Core.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool Receive(EngineSocket socket, MessageReader messages, ref ReadOnlySequence<byte> buffer)
    {
        // After the good-bye the line is read, to nobody's use, until the peer's comes: closing with unread bytes would reset it.
        while (ClosingSince == 0 || _socket != socket)
        {
            if (!messages.TryRead(ref buffer, out var message, out var fault))
            {
                if (fault == 0)
                    return true;
                if (_socket != socket)
                    return false;
                Fail(fault);
                break;
            }

            using (message)
            {
                if (!Receive(socket, message))
                    return false;
            }
        }

        return !DiscardUntilClose(socket, messages, ref buffer);
    }

    // True when the peer's close frame was among it.
    private static bool DiscardUntilClose(EngineSocket socket, MessageReader messages, ref ReadOnlySequence<byte> buffer)
    {
        int fault;
        while (messages.TryRead(ref buffer, out var message, out fault))
        {
            using (message)
                socket.ClosedByPeer |= message.Opcode == FrameOpcode.Close;
        }

        if (fault != 0)
            buffer = buffer.Slice(buffer.End); // no frames any more: the line ends when the peer ends it, or the sweep
        if (socket.ClosedByPeer)
            socket.MarkLastSent();
        return socket.ClosedByPeer;
    }

    private bool Receive(EngineSocket socket, in Message message)
    {
        switch (message.Opcode)
        {
            case FrameOpcode.Close:
                SayGoodBye(socket, message.Payload);
                return false;
            case FrameOpcode.Pong:
                Heard();
                return true;
            case FrameOpcode.Ping:
                if (_socket == socket && MayReceive())
                    Send(new ControlFrame(FrameWriter.Frame(FrameOpcode.Pong, message.Payload)));
                return true;
            case var _ when _socket != socket:
                return message.Opcode == FrameOpcode.Text && Probe(socket, message.Payload);
        }

        lock (_inbound)
        {
            if (message.Opcode == FrameOpcode.Binary)
                OnBinary(message.Payload);
            else if (!ReceivePacket(message.Payload))
                Fail(MessageReader.ProtocolError);
        }

        return true;
    }

    // False when it is not what an upgrade is made of: the socket is dropped, and the session goes on as it was.
    private bool Probe(EngineSocket socket, ReadOnlySpan<byte> packet)
    {
        if (packet.SequenceEqual("2probe"u8) && !_probed)
        {
            socket.Greet(EngineFrames.ProbeAnswer);
            TaskCompletionSource<PollAnswer>? poll;
            lock (_gate)
            {
                _probed = true;
                (poll, _poll) = (_poll, null);
            }

            poll?.TrySetResult(new PollAnswer(PollOutcome.Noop));
            return true;
        }

        return packet.SequenceEqual("5"u8) && _probed && TakeOver(socket);
    }

    private bool TakeOver(EngineSocket socket)
    {
        TaskCompletionSource<PollAnswer>? poll;
        lock (_gate)
        {
            if (_ended || _probe != socket)
                return false;
            (_socket, _probe) = (socket, null);
            (poll, _poll) = (_poll, null);
            _moved?.TrySetResult();
        }

        Postpone();
        poll?.TrySetResult(new PollAnswer(PollOutcome.Refused));
        return true;
    }

    // The peer closes: it gets its code back, unless that is none.
    private void SayGoodBye(EngineSocket socket, ReadOnlySpan<byte> payload)
    {
        socket.ClosedByPeer = true;
        if (_socket != socket)
            return;
        var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
        var valid = payload.Length == 0
            || (payload.Length >= 2 && code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999) && Utf8.IsValid(payload[2..]));
        Heed(Outbox.Close(new ControlFrame(FrameWriter.Close(valid ? code : MessageReader.ProtocolError), last: true), discard: true));
    }

    /// <summary>The client broke a protocol.</summary>
    protected void Fail(int code)
    {
        LogFault(Core.Logger, Id, code);
        if (_socket is null)
            End(PollOutcome.Close);
        else
            Close(new CloseReason(code, code == MessageReader.TooLarge ? "message_too_large" : "protocol_error", false), discard: true);
    }
}

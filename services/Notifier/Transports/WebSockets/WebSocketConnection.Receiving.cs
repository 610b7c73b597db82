using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.WebSockets;

internal sealed partial class WebSocketConnection
{
    private static readonly TimeSpan GoodByeTimeout = TimeSpan.FromSeconds(2);

    // After our own close frame the line is read, to nobody's use, until the peer's comes: closing a socket with unread
    // bytes would reset it, and our frame with it.
    private bool _discarding;

    /// <summary>Serves the client until either side is done.</summary>
    public async Task ReadAsync()
    {
        using var messages = new MessageReader(Core.Options.MaxInboundMessageBytes);
        try
        {
            while (true)
            {
                var result = await _input.ReadAsync();
                var buffer = result.Buffer;
                var open = Receive(messages, ref buffer);
                _input.AdvanceTo(buffer.Start, buffer.End);
                if (!open || result.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            LogLost(Core.Logger, Id, e.Message); // the line was cut
        }
        finally
        {
            if (_goodByeSent is { } sent)
                await sent.Task.WaitAsync(GoodByeTimeout, Core.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Ended();
        }
    }

    private bool Receive(MessageReader messages, ref ReadOnlySequence<byte> buffer)
    {
        while (!_discarding)
        {
            if (!messages.TryRead(ref buffer, out var message, out var fault))
            {
                if (fault == 0)
                    return true;
                LogFault(Core.Logger, Id, fault);
                Close(new CloseReason(fault, FaultText(fault), false), discard: true);
                _discarding = true;
                break;
            }

            using (message)
            {
                if (!Receive(message))
                    return false;
            }
        }

        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private bool Receive(in Message message)
    {
        if (message.Opcode == FrameOpcode.Close)
        {
            SayGoodBye(message.Payload);
            return false;
        }

        if (message.Opcode == FrameOpcode.Pong)
            Heard();
        else if (!MayReceive())
            Send(ServerMessages.Error(ClientError.RateLimited($"At most {Core.Options.MaxInboundMessagesPerSecond} messages a second.")));
        else if (message.Opcode == FrameOpcode.Ping)
            Send(new ControlFrame(FrameWriter.Frame(FrameOpcode.Pong, message.Payload)));
        else if (ClientMessage.Read(message.Payload, out var fault) is { } asked)
            Act(asked);
        else
            Send(ServerMessages.Error(fault!));
        return true;
    }

    // The peer closes: it gets its code back, unless that is none.
    private void SayGoodBye(ReadOnlySpan<byte> payload)
    {
        var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
        var valid = payload.Length == 0
            || (payload.Length >= 2 && code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999) && Utf8.IsValid(payload[2..]));
        _goodByeSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Heed(Outbox.Close(new ControlFrame(FrameWriter.Close(valid ? code : MessageReader.ProtocolError), last: true), discard: true));
        if (ClosingSince != 0)
            _goodByeSent.TrySetResult(); // it answers ours
    }

    private static string FaultText(int fault) => fault switch
    {
        MessageReader.TooLarge => "message_too_large",
        MessageReader.NotUtf8 => "invalid_utf8",
        MessageReader.NotText => "text_only",
        _ => "protocol_error",
    };
}

using System.Buffers;
using System.Text.Unicode;

namespace Trawl.Notifier.Transports.WebSockets.Framing;

/// <summary>
/// Makes messages of frames. Holds a buffer only while a fragmented message is under way. A fault is a close code of
/// RFC 6455, after which it is not to be used.
/// </summary>
internal sealed class MessageReader(int maxMessage, bool binary = false) : IDisposable
{
    public const int ProtocolError = 1002;
    public const int NotText = 1003;
    public const int NotUtf8 = 1007;
    public const int TooLarge = 1009;

    // Without a limit there is still the size of an array.
    private readonly int _most = maxMessage > 0 ? maxMessage : 1 << 29;
    private byte[]? _fragments;
    private int _length;
    private FrameOpcode _fragmented;

    /// <summary>Takes the next whole message off the buffer. False: more is needed, or, with <paramref name="fault"/>, it is over.</summary>
    /// <remarks>The message's payload is rented: dispose it.</remarks>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out Message message, out int fault)
    {
        message = default;
        while (true)
        {
            var status = FrameReader.TryRead(ref buffer, _most, out var frame);
            fault = status switch { FrameStatus.ProtocolError => ProtocolError, FrameStatus.TooLarge => TooLarge, _ => 0 };
            if (status != FrameStatus.Read)
                return false;
            fault = Fault(frame);
            if (fault != 0)
                return false;
            if (!frame.Final || frame.Opcode == FrameOpcode.Continuation)
            {
                Append(frame);
                if (!frame.Final)
                    continue;
                message = new Message(_fragmented, _fragments!, _length);
                (_fragments, _length) = (null, 0);
            }
            else
            {
                message = Message.Of(frame);
            }

            if (message.Opcode != FrameOpcode.Text || Utf8.IsValid(message.Payload))
                return true;
            message.Dispose();
            fault = NotUtf8;
            return false;
        }
    }

    public void Dispose()
    {
        if (_fragments is not null)
            ArrayPool<byte>.Shared.Return(_fragments);
        _fragments = null;
    }

    private int Fault(in Frame frame) => frame.Opcode switch
    {
        FrameOpcode.Binary when !binary => NotText,
        FrameOpcode.Text or FrameOpcode.Binary when _fragments is not null => ProtocolError,
        FrameOpcode.Continuation when _fragments is null => ProtocolError,
        FrameOpcode.Continuation when _length + frame.Payload.Length > _most => TooLarge,
        _ => 0,
    };

    private void Append(in Frame frame)
    {
        var length = (int)frame.Payload.Length;
        if (frame.Opcode != FrameOpcode.Continuation)
            _fragmented = frame.Opcode;
        if (_fragments is null || _fragments.Length < _length + length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(256, (_length + length) * 2));
            _fragments.AsSpan(0, _length).CopyTo(larger);
            Dispose();
            _fragments = larger;
        }

        frame.CopyTo(_fragments.AsSpan(_length));
        _length += length;
    }
}

/// <summary>A whole message, unmasked, in a rented buffer.</summary>
internal readonly record struct Message(FrameOpcode Opcode, byte[] Buffer, int Length) : IDisposable
{
    public ReadOnlySpan<byte> Payload => Buffer.AsSpan(0, Length);

    public static Message Of(in Frame frame)
    {
        var length = (int)frame.Payload.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        frame.CopyTo(buffer);
        return new Message(frame.Opcode, buffer, length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Buffer);
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Tests.Transports;

public sealed class FramingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void A_message_of_any_length_is_read_whole_however_it_arrives(int length)
    {
        var text = new string('ä', length / 2) + new string('x', length % 2);
        var bytes = Frame(0x81, Encoding.UTF8.GetBytes(text));
        using var reader = new MessageReader(maxMessage: 0);

        foreach (var cut in new[] { 1, 2, 5, bytes.Length - 1 })
        {
            var part = new ReadOnlySequence<byte>(bytes.AsMemory(0, Math.Min(cut, bytes.Length - 1)));
            Assert.False(reader.TryRead(ref part, out _, out var early));
            Assert.Equal(0, early);
        }

        var whole = new ReadOnlySequence<byte>(bytes);
        Assert.True(reader.TryRead(ref whole, out var message, out _));
        using (message)
            Assert.Equal(text, Encoding.UTF8.GetString(message.Payload));
        Assert.True(whole.IsEmpty);
    }

    [Fact]
    public void Fragments_become_one_message_and_a_ping_may_come_between()
    {
        var half = Encoding.UTF8.GetBytes("ä");
        byte[] bytes = [.. Frame(0x01, half[..1]), .. Frame(0x89, [7]), .. Frame(0x00, half[1..]), .. Frame(0x80, "!"u8.ToArray())];
        using var reader = new MessageReader(100);
        var buffer = new ReadOnlySequence<byte>(bytes);

        Assert.True(reader.TryRead(ref buffer, out var ping, out _));
        Assert.True(reader.TryRead(ref buffer, out var text, out _));

        Assert.Equal((FrameOpcode.Ping, 7), (ping.Opcode, ping.Payload[0]));
        Assert.Equal("ä!", Encoding.UTF8.GetString(text.Payload));
    }

    [Theory]
    [InlineData("8101", MessageReader.ProtocolError)] // not masked
    [InlineData("C180", MessageReader.ProtocolError)] // reserved bit
    [InlineData("8380", MessageReader.ProtocolError)] // unknown opcode
    [InlineData("098000000000", MessageReader.ProtocolError)] // fragmented ping
    [InlineData("89FE007F00000000", MessageReader.ProtocolError)] // ping of 127 bytes
    [InlineData("81FE000100000000", MessageReader.ProtocolError)] // length not in its shortest form
    [InlineData("81FFFFFFFFFFFFFFFFFF00000000", MessageReader.ProtocolError)] // negative length
    [InlineData("808000000000", MessageReader.ProtocolError)] // continuation of nothing
    [InlineData("010000", MessageReader.ProtocolError)] // not masked either
    [InlineData("828000000000", MessageReader.NotText)]
    [InlineData("818100000000FF", MessageReader.NotUtf8)]
    [InlineData("81FE100000000000", MessageReader.TooLarge)]
    public void What_breaks_the_protocol_has_its_close_code(string hex, int code)
    {
        using var reader = new MessageReader(1000);
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));

        Assert.False(reader.TryRead(ref buffer, out _, out var fault));
        Assert.Equal(code, fault);
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_and_never_throw()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 64)];
            random.NextBytes(bytes);
            if (bytes.Length > 1)
                bytes[1] |= 0x80;
            using var reader = new MessageReader(random.Next(0, 40));
            var buffer = new ReadOnlySequence<byte>(bytes);
            while (reader.TryRead(ref buffer, out var message, out _))
                message.Dispose();
        }
    }

    private static byte[] Frame(byte first, byte[] payload)
    {
        byte[] mask = [1, 2, 3, 4];
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        byte[] header = payload.Length switch
        {
            < 126 => [first, (byte)(0x80 | payload.Length)],
            <= ushort.MaxValue => [first, 0x80 | 126, .. length[6..]],
            _ => [first, 0x80 | 127, .. length],
        };
        return [.. header, .. mask, .. payload.Select((b, i) => (byte)(b ^ mask[i & 3]))];
    }
}

using System.Buffers;
using System.Text;
using Trawl.Notifier.Transports.SocketIo.Engine;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Engine;

public sealed class PollingPayloadTests
{
    [Fact]
    public void Frames_become_a_body_separated_by_record_separators()
    {
        byte[] frames =
        [
            .. FrameWriter.Frame(FrameOpcode.Text, "4hello"u8), .. FrameWriter.Frame(FrameOpcode.Pong, "x"u8),
            .. FrameWriter.Frame(FrameOpcode.Binary, [1, 2, 3, 4]), .. FrameWriter.Frame(FrameOpcode.Text, "2"u8), .. FrameWriter.Close(1001, "bye"),
        ];

        Assert.Equal("4hello\u001ebAQIDBA==\u001e2\u001e1", Body(frames));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Frames_of_every_size_are_read_back(int length)
    {
        var text = new string('x', length);
        Assert.Equal($"{text}\u001e{text}", Body([.. Frame(text), .. Frame(text)]));

        static byte[] Frame(string text) => FrameWriter.Frame(FrameOpcode.Text, Encoding.ASCII.GetBytes(text));
    }

    [Theory]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\u001eb", new[] { "a", "b" })]
    [InlineData("\u001eb", new[] { "", "b" })]
    public void A_body_is_taken_apart(string body, string[] packets)
    {
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(body);
        var read = new List<string>();
        do
            read.Add(Encoding.ASCII.GetString(PollingPayload.Next(ref rest)));
        while (rest.Length > 0);

        Assert.Equal(packets, read);
    }

    private static string Body(byte[] frames)
    {
        var into = new ArrayBufferWriter<byte>();
        PollingPayload.Write(frames, into);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }
}

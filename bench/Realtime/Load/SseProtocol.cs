using System.Buffers.Text;

namespace Trawl.Realtime.Load;

/// <summary>Server-Sent Events in HTTP/1.1 chunks: an event ends with an empty line.</summary>
internal sealed class SseProtocol : StreamProtocol
{
    public override string Name => "SSE";

    protected override ReadOnlySpan<byte> Delimiter => "\n\n"u8;

    public override byte[] Request(Client client, string host) =>
        Get($"/events?channel={client.Channel}&userId={client.User}", host, "Accept: text/event-stream\r\n");

    // A chunk is its length in hexadecimal, a line's end, its bytes, and a line's end, which is read with the next header.
    protected override int ReadHeader(Client client, ReadOnlySpan<byte> bytes)
    {
        var start = bytes.StartsWith("\r\n"u8) ? 2 : 0;
        var end = bytes[start..].IndexOf("\r\n"u8);
        if (end <= 0 || !Utf8Parser.TryParse(bytes.Slice(start, end), out long length, out _, 'x'))
            return 0;
        client.FrameLeft = length;
        if (length > 0)
            return start + end + 2;
        Generator.Lose(client, "the stream has ended");
        return -1;
    }

    protected override void OnMessage(Client client, ReadOnlySpan<byte> message, Tally tally, long now)
    {
        if (client.Step == Step.Subscribed)
            Count(client, message, tally, now);
        else
            Await(client, message, "event: subscribed"u8, "event: error"u8);
    }
}

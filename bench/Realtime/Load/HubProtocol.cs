namespace Trawl.Realtime.Load;

/// <summary>SignalR's JSON protocol on a WebSocket without negotiation: records that end in 0x1e, several a frame, or one in several.</summary>
internal sealed class HubProtocol : StreamProtocol
{
    private static readonly byte[] Handshake = Text("{\"protocol\":\"json\",\"version\":1}\u001e");

    public override string Name => "SignalR";

    public override ReadOnlyMemory<byte> KeepAlive { get; } = Text("{\"type\":6}\u001e");

    protected override ReadOnlySpan<byte> Delimiter => [0x1e];

    public override byte[] Request(Client client, string host) => UpgradeRequest($"/hubs/jobs?userId={client.User}", host);

    public override void Opened(Client client) => Generator.Send(client, Handshake);

    protected override int ReadHeader(Client client, ReadOnlySpan<byte> bytes)
    {
        if (!TryHeader(bytes, out var header, out var length))
            return 0;
        var opcode = bytes[0] & 0x0f;
        if (opcode < 8)
        {
            client.FrameLeft = length;
            return header;
        }

        if (bytes.Length < header + length)
            return 0;
        return OnControl(client, opcode, bytes.Slice(header, (int)length)) ? header + (int)length : -1;
    }

    protected override void OnMessage(Client client, ReadOnlySpan<byte> message, Tally tally, long now)
    {
        if (message.StartsWith("{\"type\":7"u8))
            Generator.Lose(client, System.Text.Encoding.UTF8.GetString(message));
        else if (client.Step == Step.Subscribed)
            Count(client, message, tally, now);
        else if (message.SequenceEqual("{}"u8))
            Generator.Send(client, Text($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[\"{client.Channel}\",null]}}\u001e"));
        else
            Await(client, message, "\"type\":3"u8, "\"invocationId\":\"1\",\"error\":"u8);
    }
}

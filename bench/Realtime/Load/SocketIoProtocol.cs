namespace Trawl.Realtime.Load;

/// <summary>Socket.IO 5 over Engine.IO 4, on a WebSocket from the start: a frame is a packet.</summary>
internal sealed class SocketIoProtocol : WebSocketProtocol
{
    private static readonly byte[] Pong = Text("3");

    public override string Name => "Socket.IO";

    public override byte[] Request(Client client, string host) =>
        UpgradeRequest($"/socket.io/?EIO=4&transport=websocket&userId={client.User}", host);

    protected override void OnMessage(Client client, ReadOnlySpan<byte> message, Tally tally, long now)
    {
        if (message.StartsWith("42"u8) && client.Step == Step.Subscribed)
            Count(client, message, tally, now);
        else if (message.SequenceEqual("2"u8))
            Generator.Send(client, Pong);
        else if (message.StartsWith("0"u8))
            Generator.Send(client, Text("40"));
        else if (message.StartsWith("40"u8))
            Generator.Send(client, Text($"42[\"subscribe\",{{\"jobId\":\"{client.Channel[(client.Channel.IndexOf(':', StringComparison.Ordinal) + 1)..]}\"}}]"));
        else if (client.Step == Step.Opening)
            Await(client, message, "42[\"subscribed\""u8, "42[\"error\""u8);
    }
}

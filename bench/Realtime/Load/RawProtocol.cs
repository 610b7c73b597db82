namespace Trawl.Realtime.Load;

/// <summary><c>/ws</c>: a frame is an event.</summary>
internal sealed class RawProtocol : WebSocketProtocol
{
    public override string Name => "WebSocket";

    public override byte[] Request(Client client, string host) => UpgradeRequest($"/ws?channel={client.Channel}&userId={client.User}", host);

    protected override void OnMessage(Client client, ReadOnlySpan<byte> message, Tally tally, long now)
    {
        if (client.Step == Step.Subscribed)
            Count(client, message, tally, now);
        else
            Await(client, message, "\"type\":\"subscribed\""u8, "\"type\":\"error\""u8);
    }
}

namespace Trawl.Realtime.Load;

/// <summary>Nchan's subscriber location, which says nothing when one is subscribed.</summary>
internal sealed class NchanProtocol : WebSocketProtocol
{
    public override string Name => "WebSocket";

    public override byte[] Request(Client client, string host) => UpgradeRequest($"/sub?id={client.Channel}", host);

    public override void Opened(Client client) => Generator.Subscribed(client);

    protected override void OnMessage(Client client, ReadOnlySpan<byte> message, Tally tally, long now) =>
        Count(client, message, tally, now);
}

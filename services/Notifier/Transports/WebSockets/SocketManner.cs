namespace Trawl.Notifier.Transports.WebSockets;

/// <summary>How a socket of an address that frontends knew before Trawl differs from <c>/ws</c>.</summary>
/// <param name="FlatActivity">Workers' commentary comes in the flat form.</param>
/// <param name="OneChannel">It is there for the one channel it began with: when that ends, or cannot be had, so does the socket.</param>
internal sealed record SocketManner(bool FlatActivity = false, bool OneChannel = false)
{
    public static readonly SocketManner Plain = new();
    public static readonly SocketManner Knowledge = new(FlatActivity: true);
    public static readonly SocketManner Progress = new(OneChannel: true);
}

using System.Net;
using System.Net.Sockets;

namespace Trawl.Web.Connecting;

/// <summary>
/// Connects to the address it has judged, and to no other. Judging the name earlier would let a resolver answer differently
/// the second time; judging here holds for every redirect and every reconnect as well.
/// </summary>
/// <param name="resolver">Knows the addresses.</param>
/// <param name="rules">Which of them are allowed.</param>
public sealed class GuardedConnector(IHostResolver resolver, IConnectRules rules)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AddressRefusedException">The host has no address that may be spoken to.</exception>
    /// <exception cref="TimeoutException">No connection stood in time.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(rules.ConnectTimeout);
        try
        {
            return await ConnectAsync(host, port, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{host} took no connection within {rules.ConnectTimeout.TotalSeconds:0.#} s.");
        }
    }

    /// <summary>Those of a name's addresses that may be spoken to. One bad one among them does not spoil the others.</summary>
    /// <param name="addresses">All that the resolver found.</param>
    public IPAddress[] Allowed(IPAddress[] addresses) =>
        rules.AllowPrivateNetworks ? addresses : Array.FindAll(addresses, AddressPolicy.IsPublic);

    private async Task<NetworkStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        var allowed = Allowed(addresses);
        if (allowed.Length == 0)
            throw new AddressRefusedException(host, addresses[0]);
        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(allowed[i], port, cancellationToken);
            }
            catch (SocketException) when (i < allowed.Length - 1)
            {
                // The name has further addresses; the last one's failure is the one to report.
            }
        }
    }

    private static async Task<NetworkStream> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

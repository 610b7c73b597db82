using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Trawl.Web;

namespace Trawl.Crawler.Fetching.Connecting;

/// <summary>
/// Connects to the address it has judged, and to no other. Judging the name earlier would let a resolver answer differently
/// the second time; judging here holds for every redirect and every reconnect as well.
/// </summary>
internal sealed class GuardedConnector(IHostResolver resolver, IOptions<CrawlerOptions> options)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.ConnectTimeout);
        try
        {
            return await ConnectAsync(host, port, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{host} took no connection within {options.Value.ConnectTimeout.TotalSeconds:0.#} s.");
        }
    }

    private async Task<NetworkStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        var allowed = options.Value.AllowPrivateNetworks ? addresses : Array.FindAll(addresses, AddressPolicy.IsPublic);
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

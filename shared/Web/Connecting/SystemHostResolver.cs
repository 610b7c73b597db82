using System.Net;

namespace Trawl.Web.Connecting;

/// <summary>The machine's own resolver.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    /// <inheritdoc/>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}

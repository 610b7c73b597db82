using System.Net;

namespace Trawl.Web.Connecting;

/// <summary>Turns names into addresses. A seam, so that tests can have a resolver that lies.</summary>
public interface IHostResolver
{
    /// <summary>All addresses of a name, at least one.</summary>
    /// <param name="host">The name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">It has none.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

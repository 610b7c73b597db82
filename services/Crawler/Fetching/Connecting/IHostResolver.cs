using System.Net;

namespace Trawl.Crawler.Fetching.Connecting;

/// <summary>Turns names into addresses. A seam, so that tests can have a resolver that lies.</summary>
internal interface IHostResolver
{
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

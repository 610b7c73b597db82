using System.Net;
using System.Net.Sockets;
using Trawl.Web.Connecting;

namespace Trawl.Crawler.Tests.Sites;

/// <summary>Says of each name what the test wants, each time something else if it wants.</summary>
internal sealed class LyingResolver(Func<string, int, IPAddress[]> answer) : IHostResolver
{
    private int asked;

    public int Asked => asked;

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = answer(host, asked++);
        return addresses.Length > 0 ? Task.FromResult(addresses) : throw new SocketException((int)SocketError.HostNotFound);
    }
}

using System.Net;
using System.Net.Sockets;
using Trawl.Web;

namespace Trawl.Api;

/// <summary>
/// Refuses URLs of private addresses when they are submitted. A courtesy: what protects is who looks at the address it connects
/// to, the Crawler or the sender of webhooks, because a name may mean another address by then. A name that does not resolve now is
/// therefore let through, and they tell that the host cannot be reached.
/// </summary>
internal sealed class UrlPolicy(IConfiguration configuration)
{
    private const int ParallelLookups = 32;
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The Crawler's setting: one key for both, or the one would accept what the other refuses.</summary>
    private readonly bool _allowPrivate = configuration.GetValue("Crawler:AllowPrivateNetworks", false);

    public bool AllowsPrivate => _allowPrivate;

    /// <summary>The same for one URL that is called as it stands. Only what stays in the operator's own network may go without encryption.</summary>
    public async Task CheckAsync(string field, Uri url, Faults faults, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LookupTimeout);
        var isPrivate = await LeadsToPrivateAsync(url.IdnHost, deadline.Token);
        if (isPrivate && !_allowPrivate)
            faults.AddForbiddenUrl(field, "Leads to a private address.");
        else if (!isPrivate && url.Scheme != "https")
            faults.AddForbiddenUrl(field, "Only https is allowed.");
    }

    public async Task CheckAsync(IReadOnlyList<(string Field, WebUrl Url)> urls, Faults faults, CancellationToken cancellationToken)
    {
        if (_allowPrivate)
            return;
        var hosts = urls.Select(url => new Uri(url.Url.Value).IdnHost).Distinct(StringComparer.Ordinal);
        var forbidden = new System.Collections.Concurrent.ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        // One deadline for all: a thousand names that do not resolve take no longer than one.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LookupTimeout);
        await Parallel.ForEachAsync(
            hosts,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelLookups, CancellationToken = cancellationToken },
            async (host, _) =>
            {
                if (await LeadsToPrivateAsync(host, deadline.Token))
                    forbidden.TryAdd(host, 0);
            });
        foreach (var (field, url) in urls)
            if (forbidden.ContainsKey(new Uri(url.Value).IdnHost))
                faults.AddForbiddenUrl(field, "Leads to a private address.");
    }

    private static async Task<bool> LeadsToPrivateAsync(string host, CancellationToken deadline)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
            return !AddressPolicy.IsPublic(literal);
        var name = host.TrimEnd('.');
        if (name is "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal))
            return true;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, deadline);
            return Array.Exists(addresses, address => !AddressPolicy.IsPublic(address));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            // Unknown, too slow, or no name that a resolver takes: for the crawl to find out.
            return false;
        }
    }
}

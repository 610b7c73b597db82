using System.Collections.Frozen;
using System.Net;

namespace Trawl.Web;

/// <summary>
/// The domain that one owner has, by a heuristic in place of the public suffix list (which changes weekly and would need
/// updating): the last two labels; three where the last is a country and the one before it a customary category
/// (<c>example.co.uk</c>); three below well-known hosters, whose customers are strangers to each other.
/// </summary>
public static class RegistrableDomain
{
    private static readonly FrozenSet<string> Categories = new[]
    {
        "ac", "asn", "co", "com", "edu", "go", "gob", "gouv", "gov", "gv", "id", "ltd", "me", "mil", "ne", "net", "nhs", "nom", "or", "org", "plc", "sch", "web",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Hosters = new[]
    {
        "azurewebsites.net", "bitbucket.io", "blogspot.com", "cloudfront.net", "firebaseapp.com", "fly.dev", "github.io", "gitlab.io", "herokuapp.com",
        "netlify.app", "onrender.com", "pages.dev", "readthedocs.io", "surge.sh", "vercel.app", "web.app", "wordpress.com", "workers.dev",
    }.ToFrozenSet();

    /// <summary>The registrable domain of a host, with its port when the host has one. An address and a bare name are their own.</summary>
    /// <param name="host">As <see cref="WebUrl.Host"/>.</param>
    public static string Of(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var colon = host.EndsWith(']') ? -1 : host.LastIndexOf(':');
        var name = colon < 0 ? host : host[..colon];
        var port = colon < 0 ? "" : host[colon..];
        if (name.StartsWith('[') || IPAddress.TryParse(name, out _))
            return host;
        var labels = name.Split('.');
        if (labels.Length <= 2)
            return host;
        var lastTwo = $"{labels[^2]}.{labels[^1]}";
        var isSuffix = (labels[^1].Length == 2 && Categories.Contains(labels[^2])) || Hosters.Contains(lastTwo);
        return (isSuffix ? $"{labels[^3]}.{lastTwo}" : lastTwo) + port;
    }
}

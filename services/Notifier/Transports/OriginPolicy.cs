using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Trawl.Notifier.Transports;

/// <summary>
/// Browsers do not hold WebSockets to CORS: any page on the web could open one to a server on this machine and listen. So
/// what a page may do by fetch is also what it may do by socket. A client that is no browser names no origin.
/// </summary>
internal sealed class OriginPolicy(IOptions<CorsOptions> cors)
{
    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value))
            return true;
        var options = cors.Value;
        return options.GetPolicy(options.DefaultPolicyName)?.IsOriginAllowed(origin) ?? false;
    }
}

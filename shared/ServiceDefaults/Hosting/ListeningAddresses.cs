using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>Where a process listens, from its configuration, before it does.</summary>
internal static class ListeningAddresses
{
    /// <summary>Each service's port when nothing is configured, so that all of them run beside each other.</summary>
    private static readonly Dictionary<string, int> DefaultPorts = new(StringComparer.Ordinal)
    {
        ["allinone"] = 3001, ["api"] = 3002, ["notifier"] = 3003, ["crawler"] = 3004, ["embedder"] = 3005,
    };

    /// <summary>
    /// <c>ASPNETCORE_URLS</c> first, then <c>BACKEND_PORT</c> on loopback, then the <c>ASPNETCORE_HTTP_PORTS</c> that
    /// Microsoft's container images set (all interfaces), then the service's own port on loopback.
    /// </summary>
    public static string Choose(IConfiguration configuration, string service)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
            return urls;
        if (configuration["BACKEND_PORT"] is { Length: > 0 } text)
        {
            return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")
                : throw new OptionsException($"BACKEND_PORT is '{text}', which is not a port. Set a number from 0 to 65535.");
        }

        if (configuration["http_ports"] is { Length: > 0 } ports)
            return string.Join(';', ports.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => $"http://*:{p}"));
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{DefaultPorts.GetValueOrDefault(service, 3001)}");
    }

    /// <summary>The configured addresses that others than this machine can reach.</summary>
    public static IReadOnlyList<string> BeyondLoopback(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>();
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. urls.Concat(endpoints).Where(url => !IsLoopback(url))];
    }

    private static bool IsLoopback(string url)
    {
        var afterScheme = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (afterScheme.StartsWith("unix:/", StringComparison.OrdinalIgnoreCase) || afterScheme.StartsWith("pipe:/", StringComparison.OrdinalIgnoreCase))
            return true;
        var authority = afterScheme.Split('/')[0];
        var host = authority.StartsWith('[') ? authority[1..authority.IndexOf(']', StringComparison.Ordinal)] : authority.Split(':')[0];
        // Any other name, '*' and '+' included, makes Kestrel listen on every interface.
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}

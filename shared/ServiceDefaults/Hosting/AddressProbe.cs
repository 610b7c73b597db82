using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>Finds out early what the server would find out last, when a database runs, a broker is connected and all of it has to be taken down again.</summary>
public static class AddressProbe
{
    /// <summary>Tries each configured address.</summary>
    /// <param name="builder">The host, after <see cref="ServiceDefaultsExtensions.AddServiceDefaults"/>.</param>
    /// <exception cref="OptionsException">One of them is no address, or cannot be listened on.</exception>
    /// <exception cref="IOException">One of them is in use.</exception>
    public static void EnsureAddressesAreFree(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // Endpoints of Kestrel's own section take the place of the URLs.
        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            return;
        foreach (var url in (builder.Configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Try(url);
    }

    private static void Try(string url)
    {
        var address = Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
            return;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(InterfaceOf(address.Host), address.Port));
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException($"Failed to bind to address {url}: address already in use.", new AddressInUseException(fault.Message, fault));
        }
        catch (SocketException fault)
        {
            throw new OptionsException($"{url} cannot be listened on ({fault.Message}). Set BACKEND_PORT or ASPNETCORE_URLS to another.");
        }
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new OptionsException($"ASPNETCORE_URLS contains '{url}', which is not an address to listen on. Set it to http://127.0.0.1:3001, for instance.");
        }
    }

    // Any other name, '*' and '+' included, is every interface to Kestrel.
    private static IPAddress InterfaceOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
}

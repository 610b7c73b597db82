using System.Net;
using System.Net.Sockets;

namespace Trawl.Web;

/// <summary>Which addresses a service may speak to on a user's behalf.</summary>
public static class AddressPolicy
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>
    /// Whether an address is one of the public internet: not loopback, private, link-local, multicast or reserved. An
    /// IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is judged by that.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            var bytes = address.GetAddressBytes();
            if (address.IsIPv4MappedToIPv6 || bytes.AsSpan(0, 12).SequenceEqual(stackalloc byte[] { 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0 }))
                return IsPublic(new IPAddress(bytes.AsSpan(12, 4)));
            if (bytes[0] == 0x20 && bytes[1] == 0x02)
                return IsPublic(new IPAddress(bytes.AsSpan(2, 4)));
        }

        return !Array.Exists(NotPublic, network => network.Contains(address));
    }
}

using System.Net;

namespace Trawl.Crawler.Fetching.Connecting;

/// <summary>A host has only addresses that must not be spoken to. Thrown while connecting, where nothing can be answered.</summary>
internal sealed class AddressRefusedException(string host, IPAddress address)
    : IOException($"{host} has the address {address}, which is not one of the public internet.");

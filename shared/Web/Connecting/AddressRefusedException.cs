using System.Net;

namespace Trawl.Web.Connecting;

/// <summary>A host has only addresses that must not be spoken to. Thrown while connecting, where nothing can be answered.</summary>
/// <param name="host">The host, as it was asked for.</param>
/// <param name="address">One of its addresses.</param>
public sealed class AddressRefusedException(string host, IPAddress address)
    : IOException($"{host} has the address {address}, which is not one of the public internet.");

using System.Globalization;
using MassTransit;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>
/// An endpoint that each host has for itself: everyone gets every message, and the queue goes with the host.
/// Registered as <c>bus.AddConsumer&lt;T&gt;().Endpoint(InstanceEndpoint.Configure)</c>.
/// </summary>
public static class InstanceEndpoint
{
    private static readonly string Process = Guid.NewGuid().ToString("N");
    private static int _made;

    /// <summary>Makes the endpoint temporary and this host's own.</summary>
    public static void Configure(IEndpointRegistrationConfigurator endpoint)
    {
        // Not the process's: a host that was built anew would wait for a queue that the connection of the one before still holds.
        endpoint.InstanceId = string.Create(CultureInfo.InvariantCulture, $"{Process}-{Interlocked.Increment(ref _made)}");
        endpoint.Temporary = true;
    }

    /// <summary>Whether an endpoint's name is one of these. Quorum queues cannot be temporary.</summary>
    internal static bool IsName(string endpointName) => endpointName.Contains(Process, StringComparison.Ordinal);
}

using MassTransit;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>
/// An endpoint that each process has for itself: everyone gets every message, and the queue goes with the process.
/// Registered as <c>bus.AddConsumer&lt;T&gt;().Endpoint(InstanceEndpoint.Configure)</c>.
/// </summary>
public static class InstanceEndpoint
{
    private static readonly string Suffix = Guid.NewGuid().ToString("N");

    /// <summary>Makes the endpoint temporary and this process's own.</summary>
    public static void Configure(IEndpointRegistrationConfigurator endpoint)
    {
        endpoint.InstanceId = Suffix;
        endpoint.Temporary = true;
    }

    /// <summary>Whether an endpoint's name is one of this process's own. Quorum queues cannot be temporary.</summary>
    internal static bool IsName(string endpointName) => endpointName.EndsWith(Suffix, StringComparison.Ordinal);
}

using System.Reflection;

namespace Trawl.ServiceDefaults;

/// <summary>This process among its replicas.</summary>
public sealed class ServiceInstance
{
    /// <summary>Names this process.</summary>
    /// <param name="service">The service: <c>crawler</c>, <c>api</c> …</param>
    public ServiceInstance(string service)
    {
        Service = service;
        Id = $"{Environment.MachineName.ToLowerInvariant()}-{service}-{Guid.NewGuid().ToString("N")[..8]}";
    }

    /// <summary>The service's name.</summary>
    public string Service { get; }

    /// <summary>Unique a process start: machine, service and a random part.</summary>
    public string Id { get; }

    /// <summary>The product version.</summary>
    public static string Version { get; } =
        typeof(ServiceInstance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>When the process started.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;
}

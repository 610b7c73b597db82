namespace Trawl.Pipeline.Tests;

/// <summary>A running Trawl, whatever it is made of.</summary>
public interface IDeployment
{
    /// <summary>Where REST is.</summary>
    Uri Api { get; }

    /// <summary>Where sockets are.</summary>
    Uri Notifier { get; }

    /// <summary>All that serve sockets; each serves any client.</summary>
    IReadOnlyList<Uri> Notifiers { get; }

    /// <summary>What its processes printed last, for a failed test.</summary>
    string Output { get; }

    /// <summary>SIGKILL to one of its processes, by name.</summary>
    Task KillAsync(string process);

    /// <summary>Starts a killed process again and waits until it is ready.</summary>
    Task StartAsync(string process);
}

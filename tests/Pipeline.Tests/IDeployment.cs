namespace Trawl.Pipeline.Tests;

/// <summary>A running Trawl, whatever it is made of.</summary>
public interface IDeployment : IAsyncDisposable
{
    /// <summary>Where REST is.</summary>
    Uri Api { get; }

    /// <summary>Where sockets are.</summary>
    Uri Notifier { get; }

    /// <summary>Its processes by name: what can be killed.</summary>
    IReadOnlyList<string> Processes { get; }

    /// <summary>SIGKILL, at once.</summary>
    Task KillAsync(string process);

    /// <summary>Starts a killed process again and waits until it is ready.</summary>
    Task StartAsync(string process);

    /// <summary>What its processes printed last, for a failed test.</summary>
    string Output { get; }
}

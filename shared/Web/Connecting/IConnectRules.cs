namespace Trawl.Web.Connecting;

/// <summary>What a <see cref="GuardedConnector"/> keeps to. Read at each connect: options may change.</summary>
public interface IConnectRules
{
    /// <summary>Whether addresses that are not of the public internet may be spoken to.</summary>
    bool AllowPrivateNetworks { get; }

    /// <summary>For a connection to stand.</summary>
    TimeSpan ConnectTimeout { get; }
}

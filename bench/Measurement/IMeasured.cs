namespace Trawl.Measurement;

/// <summary>A deployment whose processes can be told apart.</summary>
public interface IMeasured : IAsyncDisposable
{
    Uri Api { get; }

    /// <summary>Process ids by name; the CPU of their children counts with them.</summary>
    IReadOnlyDictionary<string, int> Processes { get; }
}

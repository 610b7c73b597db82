namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>Something that was done to the cluster.</summary>
/// <param name="Target">The process, or <see cref="Broker"/>.</param>
/// <param name="Began">Before it.</param>
/// <param name="Ended">When it was over: the process dead, the broker back.</param>
public sealed record Blow(string Target, DateTime Began, DateTime Ended)
{
    public const string Broker = "broker";

    /// <summary>Whether the broker may deliver batches again after it.</summary>
    public bool BringsBatchesBack => Target == Broker || Target.StartsWith("crawler", StringComparison.Ordinal);

    public override string ToString() => $"{Began:HH:mm:ss.fff} {Target}";
}

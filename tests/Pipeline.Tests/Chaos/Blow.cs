namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>Something that was done to the cluster.</summary>
/// <param name="Target">The process, or <see cref="Broker"/>.</param>
/// <param name="Began">Before it.</param>
/// <param name="Ended">When it was over: the process dead, the broker back.</param>
/// <param name="InOrder">Not with SIGKILL.</param>
public sealed record Blow(string Target, DateTime Began, DateTime Ended, bool InOrder = false)
{
    public const string Broker = "broker";

    /// <summary>
    /// How often the broker may deliver a batch again after it. A broker that stops in order closes one connection after the
    /// other: what it takes back from the first it may still hand to the second.
    /// </summary>
    public int Redeliveries => Target switch
    {
        Broker => InOrder ? 2 : 1,
        _ => Target.StartsWith("crawler", StringComparison.Ordinal) ? 1 : 0,
    };

    /// <summary>Whether it fell, or was not over, in that time.</summary>
    public bool FellBetween(DateTime from, DateTime to) => Began < to && Ended > from;

    public override string ToString() => $"{Began:HH:mm:ss.fff} to {Ended:HH:mm:ss.fff} {Target}{(InOrder ? " in order" : "")}";
}

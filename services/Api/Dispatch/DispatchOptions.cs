namespace Trawl.Api.Dispatch;

/// <summary>What the way of hosting decides, not the operator.</summary>
public sealed class DispatchOptions
{
    /// <summary>
    /// Gives every lease back when the dispatcher takes over: right where the broker was in the process that died, wrong where
    /// it lives on and delivers again. Defaults to false.
    /// </summary>
    public bool ReleaseLeasesAtStart { get; set; }
}

namespace Trawl.Work;

/// <summary>
/// Lets so much through in each stretch of time, and drops the rest: for what may be told less often than it happens. Not safe for
/// several threads at once.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="window">The stretch.</param>
/// <param name="most">How often something may pass in each.</param>
/// <param name="closed">Whether nothing may pass in the first.</param>
public sealed class RateGate(TimeProvider time, TimeSpan window, int most = 1, bool closed = false)
{
    private long began = time.GetTimestamp();
    private int left = closed ? 0 : most;

    /// <summary>Whether this may pass.</summary>
    public bool TryPass()
    {
        if (time.GetElapsedTime(began) >= window)
            (began, left) = (time.GetTimestamp(), most);
        if (left == 0)
            return false;
        left--;
        return true;
    }
}

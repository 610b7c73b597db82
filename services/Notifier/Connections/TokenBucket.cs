namespace Trawl.Notifier.Connections;

/// <summary>So many per second, and as many at once after a pause. Not thread-safe; for one reader.</summary>
internal struct TokenBucket(int perSecond, TimeProvider time)
{
    private double _tokens = perSecond;
    private long _filled = time.GetTimestamp();

    /// <summary>False when it is too much. Without a limit (0) it never is.</summary>
    public bool TryTake()
    {
        if (perSecond <= 0)
            return true;
        var now = time.GetTimestamp();
        _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
        _filled = now;
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }
}

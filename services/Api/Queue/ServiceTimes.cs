namespace Trawl.Api.Queue;

/// <summary>How long the last jobs took, shortest first.</summary>
internal sealed record ServiceTimes(DateTimeOffset At, IReadOnlyList<double> Seconds)
{
    /// <summary>A place with its waits: as many turns as it takes with so many served at once.</summary>
    public QueuePlace Place(int position, int total, int capacity)
    {
        if (Seconds.Count == 0 || capacity == 0)
            return new QueuePlace(position, total, null, null);
        var turns = (double)position / capacity;
        return new QueuePlace(position, total, Wait(0.5), Wait(0.9));

        int Wait(double quantile) => (int)Math.Min(int.MaxValue, Math.Ceiling(turns * Seconds[(int)(quantile * (Seconds.Count - 1))]));
    }
}

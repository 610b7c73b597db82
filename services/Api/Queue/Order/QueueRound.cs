namespace Trawl.Api.Queue.Order;

/// <summary>Goes through the queue a few jobs at a time, from the front to the end and again from the front.</summary>
internal sealed class QueueRound
{
    private int _from;

    public IReadOnlyList<QueueKey> Next(QueueIndex queue, int count)
    {
        var slice = queue.Slice(_from, count);
        // Jobs leave at the front: a few are met twice, none is passed over for long.
        _from = slice.Count < count ? 0 : _from + count;
        return slice;
    }
}

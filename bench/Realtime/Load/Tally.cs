namespace Trawl.Realtime.Load;

/// <summary>What was published after one moment and arrived before another. Written by the load generator's thread; the counts may be read meanwhile.</summary>
internal sealed class Tally(int clients)
{
    private readonly int[] _perClient = new int[clients];
    private readonly long _since = Clock.Now;
    private long _delivered;
    private long _bytes;

    public long Delivered => Volatile.Read(ref _delivered);
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>From publishing (<c>data.t</c>) to the moment the client's read returned.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>How old what a client showed had become when the next message took its place.</summary>
    public Histogram Age { get; } = new();

    /// <summary>Messages that were published before one that the client already had.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Messages each client got.</summary>
    public ReadOnlySpan<int> PerClient => _perClient;

    public void Received(int bytes) => _bytes += bytes;

    public void Message(Client client, long published, long now)
    {
        if (published < _since)
            return; // a straggler of what was published before
        _delivered++;
        _perClient[client.Index]++;
        Latency.Add(now - published);
        var before = client.LastPublished;
        client.LastPublished = published;
        if (before == 0)
            return;
        Age.Add(now - before);
        if (published < before)
            OutOfOrder++;
    }
}

namespace Trawl.Realtime.Publishing;

/// <summary>Where a publisher's events go: Trawl's backplane, or straight into a peer's own way of telling everybody.</summary>
internal interface IEventSink
{
    /// <summary>Takes an event; completes when the next one may come.</summary>
    ValueTask SendAsync(string channel, byte[] json);

    /// <summary>Completes when everything taken has left.</summary>
    Task FlushAsync();

    /// <summary>Events that were taken and then thrown away.</summary>
    long Dropped { get; }
}

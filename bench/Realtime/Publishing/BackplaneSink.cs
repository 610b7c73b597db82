using Trawl.ServiceDefaults.Events;

namespace Trawl.Realtime.Publishing;

/// <summary>
/// Trawl's own way. At a pace: as the services publish live events, without waiting. As fast as it goes: in confirmed batches, because an
/// unconfirmed publish has no back-pressure and would drop most.
/// </summary>
internal sealed class BackplaneSink(IEventPublisher publisher, bool paced, int batch = 256) : IEventSink, IDisposable
{
    private readonly List<EventMessage> _batch = new(batch);
    private readonly Counters _counters = new("trawl.events.published", "trawl.events.dropped");
    private long _sent;

    public long Dropped => _counters["trawl.events.dropped"];

    public async ValueTask SendAsync(string channel, byte[] json)
    {
        _sent++;
        if (paced)
        {
            publisher.Publish(new EventMessage(channel, json));
            return;
        }

        _batch.Add(new EventMessage(channel, json));
        if (_batch.Count == batch)
            await PublishBatchAsync();
    }

    public async Task FlushAsync()
    {
        await PublishBatchAsync();
        while (_counters["trawl.events.published"] + Dropped < _sent)
            await Task.Delay(5);
    }

    public void Dispose() => _counters.Dispose();

    private async Task PublishBatchAsync()
    {
        await publisher.PublishConfirmedAsync(_batch, CancellationToken.None);
        _batch.Clear();
    }
}

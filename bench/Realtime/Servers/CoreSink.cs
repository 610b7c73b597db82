using Trawl.Realtime.Load;
using Trawl.Realtime.Publishing;

namespace Trawl.Realtime.Servers;

/// <summary>
/// Publishes as fast as the Notifier in the same process passes on, and no faster: the way in which a peer that awaits each send is
/// measured. Without it activity events would be thinned, and the share that arrives would be part of the result.
/// </summary>
internal sealed class CoreSink(IEventSink inner, int channels, double clientsPerChannel) : IEventSink, IDisposable
{
    private const long Patience = 200_000_000;
    private const long Nap = 200_000;
    private const string Delivered = "trawl.notifier.events.delivered";
    private const string Thinned = "trawl.notifier.events.thinned";
    private const string Conflated = "trawl.notifier.events.conflated";
    private readonly Counters _counters = new(Delivered, Thinned, Conflated);

    // Events that may be on their way: a few dozen KiB a client.
    private readonly int _window = Math.Min(128 * channels, 8192);
    private long _sent;

    public long Dropped => inner.Dropped;

    public async ValueTask SendAsync(string channel, byte[] json)
    {
        await inner.SendAsync(channel, json);
        _sent++;
        var due = (long)((_sent - _window) * clientsPerChannel);
        var giveUp = Clock.Now + Patience;
        while (_counters[Delivered] + _counters[Thinned] + _counters[Conflated] < due && Clock.Now < giveUp)
            Libc.SleepUntil(Clock.Now + Nap); // not a spin: it would be counted as the server's work
    }

    public Task FlushAsync() => inner.FlushAsync();

    public void Dispose()
    {
        _counters.Dispose();
        (inner as IDisposable)?.Dispose();
    }
}

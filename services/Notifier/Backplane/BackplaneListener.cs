using Trawl.Notifier.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Backplane;

/// <summary>Takes events off the backplane for as long as the process runs.</summary>
internal sealed partial class BackplaneListener(IEventSubscriber subscriber, ChannelRegistry channels, ILogger<BackplaneListener> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscriber.Start(body => channels.OnEvent(body.Span), Reconnected, channels.EndBurst);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Reconnected()
    {
        LogResync(logger, channels.Count);
        channels.Resync();
    }
}

using MassTransit;
using Microsoft.Extensions.Options;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>How many batches a process takes on, and what happens when one cannot be finished.</summary>
internal sealed class CrawlBatchDefinition : ConsumerDefinition<CrawlBatchConsumer>
{
    private readonly int batches;

    public CrawlBatchDefinition(IOptions<CrawlerOptions> options)
    {
        // The dispatcher gives out slots, and a batch of a host that is asked slowly uses one of them, mostly to wait. With fewer
        // batches than slots, a few such hosts would hold up the fast ones behind them. What is really fetched at once,
        // the slots themselves bound.
        batches = Math.Min(options.Value.Slots, ushort.MaxValue);
        ConcurrentMessageLimit = batches;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<CrawlBatchConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // None in reserve: what lies here unbegun is lost time when this process dies, and another could have begun it.
        endpointConfigurator.PrefetchCount = batches;
        // No retry here. Fetching fails as an event, so what throws is a publish whose connection is gone: doing the batch over
        // on that connection helps nobody, and the broker redelivers it on the next.
    }
}

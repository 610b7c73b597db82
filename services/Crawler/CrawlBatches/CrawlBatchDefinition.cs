using MassTransit;
using Microsoft.Extensions.Options;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>How many batches a process takes on, and what happens when one cannot be finished.</summary>
internal sealed class CrawlBatchDefinition : ConsumerDefinition<CrawlBatchConsumer>
{
    private readonly int batches;

    public CrawlBatchDefinition(IOptions<CrawlerOptions> options)
    {
        // A batch uses about four slots; more batches than slots for them would wait here instead of with an idle process.
        batches = Math.Max(2, options.Value.Slots / 4);
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

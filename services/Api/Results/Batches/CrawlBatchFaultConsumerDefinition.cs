using MassTransit;

namespace Trawl.Api.Results.Batches;

internal sealed class CrawlBatchFaultConsumerDefinition : ConsumerDefinition<CrawlBatchFaultConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<CrawlBatchFaultConsumer> consumerConfigurator, IRegistrationContext context) =>
        ResultPolicy.Singly(endpointConfigurator);
}

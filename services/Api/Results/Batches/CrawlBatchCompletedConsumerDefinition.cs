using MassTransit;

namespace Trawl.Api.Results.Batches;

internal sealed class CrawlBatchCompletedConsumerDefinition : ConsumerDefinition<CrawlBatchCompletedConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<CrawlBatchCompletedConsumer> consumerConfigurator, IRegistrationContext context) =>
        ResultPolicy.Singly(endpointConfigurator);
}

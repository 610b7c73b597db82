using MassTransit;

namespace Trawl.Api.Results.Pages.Consumers;

internal sealed class PageCrawledConsumerDefinition : ConsumerDefinition<PageCrawledConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<PageCrawledConsumer> consumerConfigurator, IRegistrationContext context) =>
        ResultPolicy.Batches(endpointConfigurator, consumerConfigurator);
}

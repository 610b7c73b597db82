using MassTransit;

namespace Trawl.Api.Results.Pages.Consumers;

internal sealed class PageFailedConsumerDefinition : ConsumerDefinition<PageFailedConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<PageFailedConsumer> consumerConfigurator, IRegistrationContext context) =>
        ResultPolicy.Batches(endpointConfigurator, consumerConfigurator);
}

using MassTransit;

namespace Trawl.Api.Results.Pages.Consumers;

internal sealed class SitemapReadConsumerDefinition : ConsumerDefinition<SitemapReadConsumer>
{
    // Singly: one may name fifty thousand pages.
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<SitemapReadConsumer> consumerConfigurator, IRegistrationContext context) =>
        ResultPolicy.Singly(endpointConfigurator);
}

using MassTransit;

namespace Trawl.Api.Results.Embedding;

internal sealed class DocumentsEmbeddedConsumerDefinition : ConsumerDefinition<DocumentsEmbeddedConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<DocumentsEmbeddedConsumer> consumerConfigurator, IRegistrationContext context) =>
        ResultPolicy.Singly(endpointConfigurator);
}

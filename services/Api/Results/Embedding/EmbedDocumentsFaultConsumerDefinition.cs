using MassTransit;

namespace Trawl.Api.Results.Embedding;

internal sealed class EmbedDocumentsFaultConsumerDefinition : ConsumerDefinition<EmbedDocumentsFaultConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<EmbedDocumentsFaultConsumer> consumerConfigurator, IRegistrationContext context) =>
        ResultPolicy.Singly(endpointConfigurator);
}

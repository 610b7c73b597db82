using MassTransit;
using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Embedder.EmbedDocuments;

internal sealed class EmbedDocumentsConsumerDefinition : ConsumerDefinition<EmbedDocumentsConsumer>
{
    private readonly int slots;

    public EmbedDocumentsConsumerDefinition(IOptions<EmbedderOptions> options)
    {
        slots = options.Value.Slots;
        ConcurrentMessageLimit = slots;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<EmbedDocumentsConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // As many as are worked on: what waits in the broker goes to whichever worker is free first.
        endpointConfigurator.PrefetchCount = slots;

        // A provider's 429 or restart passes in seconds; what takes longer ends as a fault, and the lease gives the documents back.
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Exponential(4, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(2));
            retry.Ignore<UnconfirmedException>();
        });
    }
}

using MassTransit;

namespace Trawl.Api.Workers;

public sealed class WorkerHeartbeatConsumerDefinition : ConsumerDefinition<WorkerHeartbeatConsumer>
{
    public WorkerHeartbeatConsumerDefinition()
    {
        // A heartbeat is one small statement; an hour's worth of them that waited is not worth a burst.
        ConcurrentMessageLimit = 4;
    }

    // No retry: the next heartbeat is five seconds away and says more.
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<WorkerHeartbeatConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.DiscardFaultedMessages();
}

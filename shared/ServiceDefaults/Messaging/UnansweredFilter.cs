using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>
/// Has an endpoint try again on another channel when the broker leaves one of its calls unanswered. The client ends such a call
/// as cancelled, which the transport takes for the end of the endpoint: it would never start it again.
/// </summary>
internal sealed class UnansweredFilter : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (OperationCanceledException exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw new ConnectionException("The broker did not answer in time.", exception);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unanswered");
}

using System.Reflection;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Tests.Messaging;

public sealed class UnansweredFilterTests
{
    [Fact]
    public async Task A_call_without_an_answer_is_tried_again()
    {
        var context = Channel(new CancellationToken(canceled: false));

        var fault = await Assert.ThrowsAsync<ConnectionException>(() => new UnansweredFilter().Send(context, Unanswered()));

        Assert.IsType<TaskCanceledException>(fault.InnerException);
    }

    [Fact]
    public async Task An_endpoint_that_is_stopped_ends()
    {
        var context = Channel(new CancellationToken(canceled: true));

        await Assert.ThrowsAsync<TaskCanceledException>(() => new UnansweredFilter().Send(context, Unanswered()));
    }

    private static IPipe<ChannelContext> Unanswered() => Pipe.ExecuteAsync<ChannelContext>(_ => throw new TaskCanceledException());

    private static ChannelContext Channel(CancellationToken stopped)
    {
        var channel = DispatchProxy.Create<ChannelContext, OnlyStopped>();
        ((OnlyStopped)(object)channel).Stopped = stopped;
        return channel;
    }

    public class OnlyStopped : DispatchProxy
    {
        public CancellationToken Stopped { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == "get_CancellationToken" ? Stopped : throw new NotSupportedException(targetMethod?.Name);
    }
}

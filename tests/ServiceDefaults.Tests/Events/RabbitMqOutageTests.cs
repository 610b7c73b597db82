using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.ServiceDefaults.Events;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Events;

public sealed class RabbitMqOutageTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_comes_back_when_the_broker_does(bool killed)
    {
        await using var broker = await RabbitMqServer.StartAsync();
        await broker.StopAsync();
        await using var app = RabbitMqEventBackplaneTests.Build(broker.ConnectionString);
        var publisher = app.Services.GetRequiredService<IEventPublisher>();
        var subscriber = app.Services.GetRequiredService<IEventSubscriber>();
        var received = Channel.CreateUnbounded<string>();
        var reconnected = new TaskCompletionSource();

        // Before there is any broker: nothing throws, binding waits, publishing fails and says so.
        subscriber.Start(body => received.Writer.TryWrite(Encoding.UTF8.GetString(body.Span)), () => reconnected.TrySetResult());
        var binding = subscriber.BindAsync(ChannelShard.Of("job:1"), default);
        await AssertRefusedInTimeAsync(publisher);
        Assert.False(subscriber.IsConnected);

        await broker.RestartAsync();
        await binding.WaitAsync(Deadline);
        Assert.True(subscriber.IsConnected);
        await publisher.PublishConfirmedAsync([Message("first")], default);
        Assert.Equal("first", await received.Reader.ReadAsync().AsTask().WaitAsync(Deadline));
        Assert.False(reconnected.Task.IsCompleted);

        await (killed ? broker.KillAsync() : broker.StopAsync());
        await AssertRefusedInTimeAsync(publisher);
        publisher.Publish(Message("live, kept or dropped"));
        await broker.RestartAsync();

        await reconnected.Task.WaitAsync(Deadline);
        await publisher.PublishConfirmedAsync([Message("second")], default);
        while (await received.Reader.ReadAsync().AsTask().WaitAsync(Deadline) != "second")
        {
        }
    }

    private static async Task AssertRefusedInTimeAsync(IEventPublisher publisher)
    {
        var publish = publisher.PublishConfirmedAsync([Message("lost")], default);

        await Assert.ThrowsAsync<EventBackplaneException>(() => publish.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static EventMessage Message(string text) => new("job:1", Encoding.UTF8.GetBytes(text));
}

using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Trawl.ServiceDefaults.Events;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Events;

/// <summary>What the publisher makes messages of, seen by a queue of the test's own on the broker.</summary>
public sealed class RabbitMqLingerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_single_live_event_goes_at_once_and_the_next_ones_wait_for_each_other()
    {
        var channel = $"job:{Guid.CreateVersion7()}";
        var broker = (await RabbitMqServer.SharedAsync()).ConnectionString;
        var time = new ManualTime();
        await using var app = RabbitMqEventBackplaneTests.Build(broker, time);
        var publisher = app.Services.GetRequiredService<IEventPublisher>();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var messages = await ConsumeAsync(connection, channel);

        publisher.Publish(Message("first"));
        Assert.Equal("first", await NextAsync()); // time stands still

        // Log events overtake what waits: each of these has been to the broker and back.
        publisher.Publish(Message("second"));
        await publisher.PublishConfirmedAsync([Message("log")], default);
        publisher.Publish(Message("third"));
        time.Advance(TimeSpan.FromMilliseconds(9));
        await publisher.PublishConfirmedAsync([Message("another log")], default);
        Assert.Equal(["log", "another log"], [await NextAsync(), await NextAsync()]);

        var next = NextAsync();
        await Eventually.TrueAsync(() => Waited(time) && next.IsCompleted, Deadline);
        Assert.Equal("second\nthird", await next);

        EventMessage Message(string text) => new(channel, Encoding.UTF8.GetBytes(text));

        static bool Waited(ManualTime time)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            return true;
        }

        async Task<string> NextAsync() => await messages.ReadAsync().AsTask().WaitAsync(Deadline);
    }

    private static async Task<ChannelReader<string>> ConsumeAsync(IConnection connection, string channel)
    {
        var received = Channel.CreateUnbounded<string>();
        var amqp = await connection.CreateChannelAsync();
        await RabbitMqEvents.DeclareExchangeAsync(amqp, default);
        var queue = await amqp.QueueDeclareAsync();
        await amqp.QueueBindAsync(queue.QueueName, RabbitMqEvents.Exchange.Value, ChannelShard.RoutingKey(ChannelShard.Of(channel)));
        var consumer = new AsyncEventingBasicConsumer(amqp);
        consumer.ReceivedAsync += (_, message) =>
        {
            received.Writer.TryWrite(Encoding.UTF8.GetString(message.Body.Span));
            return Task.CompletedTask;
        };
        await amqp.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return received.Reader;
    }
}

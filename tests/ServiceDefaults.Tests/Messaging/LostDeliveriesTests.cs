using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Messaging;

public sealed class LostDeliveriesTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    public sealed record Told;

    /// <summary>What the consumers have come to.</summary>
    public sealed class Stage
    {
        public ConcurrentQueue<string> Begun { get; } = [];

        public ConcurrentQueue<string> Cancelled { get; } = [];

        public ConcurrentQueue<string> Redelivered { get; } = [];

        public TaskCompletionSource BothMayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Waits for a confirm that never comes, and does not end before the other is told as well.</summary>
        public async Task PlayAsync(string who, ConsumeContext context)
        {
            if (context.ReceiveContext.Redelivered)
            {
                Redelivered.Enqueue(who);
                return;
            }

            Begun.Enqueue(who);
            try
            {
                await context.ConfirmedAsync(token => Task.Delay(Timeout.Infinite, token));
            }
            catch (OperationCanceledException canceled) when (canceled.CancellationToken == context.CancellationToken)
            {
                Cancelled.Enqueue(who);
                await BothMayEnd.Task;
                throw;
            }
        }
    }

    public sealed class OneLostConsumer(Stage stage) : IConsumer<Told>
    {
        public Task Consume(ConsumeContext<Told> context) => stage.PlayAsync("one", context);
    }

    public sealed class OtherLostConsumer(Stage stage) : IConsumer<Told>
    {
        public Task Consume(ConsumeContext<Told> context) => stage.PlayAsync("other", context);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Seed", "S4.21")]
    public async Task All_consumers_are_cancelled_with_their_connection_though_they_wait_for_each_other(bool kill)
    {
        await using var broker = await RabbitMqServer.StartAsync();
        await using var app = await StartAsync(broker.ConnectionString);
        var stage = app.Services.GetRequiredService<Stage>();
        var lost = app.Services.GetRequiredService<LostDeliveries>();
        // A queue that was only just made does not survive a kill.
        await broker.StopAsync();
        await broker.RestartAsync();
        await app.Services.GetRequiredService<IBus>().Publish(new Told());
        await Eventually.TrueAsync(() => stage.Begun.Count == 2, Deadline);
        Assert.False(lost.AreHeld);

        await (kill ? broker.KillAsync() : broker.StopAsync());
        await Eventually.TrueAsync(() => stage.Cancelled.Count == 2, Deadline);
        Assert.True(lost.AreHeld);
        stage.BothMayEnd.SetResult();
        await Eventually.TrueAsync(() => !lost.AreHeld, Deadline);

        await broker.RestartAsync();
        await Eventually.TrueAsync(() => stage.Redelivered.Count == 2, Deadline);
        Assert.Equal(["one", "other"], stage.Redelivered.Order());
        await AssertNoErrorsAsync(broker, "one-lost_error", "other-lost_error");
    }

    private static async Task<WebApplication> StartAsync(string broker)
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0", $"--ConnectionStrings:Broker={broker}"]);
        builder.Services.AddSingleton<Stage>();
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<OneLostConsumer>();
            bus.AddConsumer<OtherLostConsumer>();
        });
        builder.AddMessaging();
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }

    /// <summary>The transport makes the queue of an endpoint's errors when there is one to put into it.</summary>
    private static async Task AssertNoErrorsAsync(RabbitMqServer broker, params string[] queues)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        foreach (var queue in queues)
        {
            await using var channel = await connection.CreateChannelAsync();
            await Assert.ThrowsAsync<OperationInterruptedException>(() => channel.QueueDeclarePassiveAsync(queue));
        }
    }
}

using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Messaging;

/// <summary>
/// Hosts of one service one after another. The first has a consumer that never ends, and a clock that the test moves: once its
/// connection is lost, only a new host takes up its message.
/// </summary>
public sealed class HangingBus
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<IBus> _started = New<IBus>();
    private readonly TaskCompletionSource<bool> _hanging = New<bool>();
    private readonly TaskCompletionSource<bool> _again = New<bool>();
    private readonly ConcurrentStack<IHostApplicationLifetime> _lives = [];
    private int _built;

    /// <summary>How many hosts there were.</summary>
    public int Built => Volatile.Read(ref _built);

    private IHostApplicationLifetime Newest => _lives.First();

    /// <summary>Adds to the next host.</summary>
    public void Configure(WebApplicationBuilder builder)
    {
        if (Interlocked.Increment(ref _built) == 1)
            builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton(this);
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<HangingBusConsumer>();
            // Its queue is the first host's alone for as long as that one's connection stands.
            bus.AddConsumer<OwnConsumer>().Endpoint(InstanceEndpoint.Configure);
        });
        builder.Services.AddHostedService<Announcement>();
    }

    /// <summary>Has a message hang in the first host, restarts its broker, and lets time pass until a second host has the message and serves.</summary>
    /// <returns>Whether the broker said that it had delivered it before.</returns>
    public async Task<bool> OutlivesAsync(RabbitMqServer broker)
    {
        await (await _started.Task.WaitAsync(Deadline)).Publish(new Hang());
        await _hanging.Task.WaitAsync(Deadline);
        // In order: a queue that was only just made does not survive a kill.
        await broker.StopAsync();
        await broker.RestartAsync();
        await Eventually.TrueAsync(TimePasses, Deadline);
        var again = await _again.Task.WaitAsync(Deadline);
        // It serves last of all: its bus may have the message before the rest of it has begun.
        await Eventually.TrueAsync(() => _lives.Count > 1 && Newest.ApplicationStarted.IsCancellationRequested, Deadline);
        return again;
    }

    /// <summary>Ends the newest host as SIGTERM would.</summary>
    public void Stop() => Newest.StopApplication();

    private bool TimePasses()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return Built > 1;
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public sealed record Hang;

    public sealed record Own;

    public sealed class HangingBusConsumer(HangingBus hosts) : IConsumer<Hang>
    {
        public Task Consume(ConsumeContext<Hang> context)
        {
            if (hosts.Built == 1)
            {
                hosts._hanging.TrySetResult(true);
                return Task.Delay(Timeout.Infinite, CancellationToken.None); // whatever it is told
            }

            hosts._again.TrySetResult(context.ReceiveContext.Redelivered);
            return Task.CompletedTask;
        }
    }

    public sealed class OwnConsumer : IConsumer<Own>
    {
        public Task Consume(ConsumeContext<Own> context) => Task.CompletedTask;
    }

    private sealed class Announcement(HangingBus hosts, IBus bus, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            hosts._lives.Push(lifetime);
            lifetime.ApplicationStarted.Register(() => hosts._started.TrySetResult(bus));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Tests.Events;

public sealed class InMemoryEventBackplaneTests : EventBackplaneSpecification
{
    private WebApplication _app = null!;

    public override Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddMessaging(allowInMemory: true);
        _app = builder.Build();
        Publisher = _app.Services.GetRequiredService<IEventPublisher>();
        Subscriber = _app.Services.GetRequiredService<IEventSubscriber>();
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_handler_that_hangs_costs_live_events_and_makes_log_events_fail_but_blocks_nobody_for_ever()
    {
        var entered = new TaskCompletionSource();
        var release = new ManualResetEventSlim();
        Subscriber.Start(
            _ =>
            {
                entered.TrySetResult();
                release.Wait();
            },
            () => { });
        await BindAsync("job:1");
        try
        {
            Publisher.Publish(Message("job:1", ""));
            await entered.Task.WaitAsync(Deadline);
            for (var i = 0; i < 100_001; i++)
                Publisher.Publish(Message("job:1", ""));

            await Assert.ThrowsAsync<EventBackplaneException>(() => Publisher.PublishConfirmedAsync([Message("job:1", "log")], default));
        }
        finally
        {
            release.Set();
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Events;

public sealed class RabbitMqEventBackplaneTests : EventBackplaneSpecification
{
    private WebApplication _publishing = null!;
    private WebApplication _subscribing = null!;

    public override async Task InitializeAsync()
    {
        var broker = (await RabbitMqServer.SharedAsync()).ConnectionString;
        (_publishing, _subscribing) = (Build(broker), Build(broker));
        Publisher = _publishing.Services.GetRequiredService<IEventPublisher>();
        Subscriber = _subscribing.Services.GetRequiredService<IEventSubscriber>();
    }

    public override async Task DisposeAsync()
    {
        await _publishing.DisposeAsync();
        await _subscribing.DisposeAsync();
    }

    [Fact]
    [Trait("Seed", "S4.9")]
    [Trait("Seed", "D16")]
    public async Task Every_subscriber_gets_what_it_has_bound()
    {
        await using var other = Build((await RabbitMqServer.SharedAsync()).ConnectionString);
        var second = other.Services.GetRequiredService<IEventSubscriber>();
        var heard = new TaskCompletionSource<int>();
        second.Start(body => heard.TrySetResult(body.Length), () => { });
        Start();
        await BindAsync("job:1");
        await second.BindAsync(ChannelShard.Of("job:1"), default).WaitAsync(Deadline);

        await Publisher.PublishConfirmedAsync([Message("job:1", "both")], default);

        Assert.Equal("both", await NextAsync());
        Assert.Equal(4, await heard.Task.WaitAsync(Deadline));
    }

    internal static WebApplication Build(string broker, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateBuilder([$"--ConnectionStrings:Broker={broker}"]);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddMessaging();
        return builder.Build();
    }
}

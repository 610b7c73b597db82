using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Messaging;

public sealed class BrokerDoorTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    [Fact]
    public async Task It_opens_when_the_broker_answers()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        var door = To(broker.ConnectionString);
        Assert.Null(await door.RefusalAsync(default));
        await broker.KillAsync();
        Assert.NotNull(await door.RefusalAsync(default));

        var waiting = door.WaitAsync();
        Assert.False(waiting.IsCompleted);
        await broker.RestartAsync();

        await waiting.WaitAsync(Deadline);
    }

    [Fact]
    public async Task It_holds_up_no_process_that_ends()
    {
        var waiting = To("amqp://127.0.0.1:1").WaitAsync();

        _lifetime.StopApplication();

        await waiting.WaitAsync(Deadline);
    }

    private BrokerDoor To(string broker)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Broker"] = broker }).Build();
        return new BrokerDoor(BrokerAddress.From(configuration, optional: false)!, _lifetime, TimeProvider.System, NullLogger<BrokerDoor>.Instance);
    }
}

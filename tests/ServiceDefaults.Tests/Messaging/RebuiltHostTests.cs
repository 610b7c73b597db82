using System.Globalization;
using System.Net;
using Trawl.ServiceDefaults.Hosting;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Messaging;

public sealed class RebuiltHostTests
{
    [Fact]
    [Trait("Seed", "S4.21")]
    public async Task A_service_whose_bus_does_not_come_back_builds_itself_anew_in_the_same_place_and_misses_nothing()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        var address = $"http://127.0.0.1:{KeptPort.Take().ToString(CultureInfo.InvariantCulture)}";
        var hosts = new HangingBus();
        var running = ServiceHost.RunAsync("rebuilt", [$"--urls={address}", $"--ConnectionStrings:Broker={broker.ConnectionString}"], hosts.Configure);

        Assert.True(await hosts.OutlivesAsync(broker));
        using var http = new HttpClient();
        using var live = await http.GetAsync(new Uri(address + "/health/live"));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        hosts.Stop();
        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromMinutes(3)));
        Assert.Equal(2, hosts.Built);
    }
}

using System.Globalization;
using System.Net;
using Trawl.AllInOne.Serve;
using Trawl.ServiceDefaults.Tests.Messaging;
using Trawl.TestSupport;

namespace Trawl.AllInOne.Tests.Serve;

public sealed class RebuiltAllInOneTests
{
    [Fact]
    [Trait("Seed", "S4.27")]
    public async Task On_a_broker_of_its_own_choice_it_builds_itself_anew_like_any_service_and_keeps_its_database()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        var directory = Directory.CreateTempSubdirectory("trawl-rebuilt-");
        var settings = new Dictionary<string, string?>
        {
            ["urls"] = $"http://127.0.0.1:{KeptPort.Take().ToString(CultureInfo.InvariantCulture)}",
            ["ConnectionStrings:Broker"] = broker.ConnectionString,
            ["Trawl:DataDirectory"] = directory.FullName,
        };
        var hosts = new HangingBus();
        await using (var host = await AllInOneHost.StartAsync(settings, hosts.Configure, default))
        {
            var running = host.WaitForShutdownAsync();

            Assert.True(await hosts.OutlivesAsync(broker));
            using var http = new HttpClient { BaseAddress = host.Address };
            // Until it has looked at its database it says that it is not ready.
            await Eventually.TrueAsync(() => ServesJobsAsync(http), TimeSpan.FromSeconds(90));
            Assert.True(File.Exists(Path.Combine(directory.FullName, "instance.json")));
            hosts.Stop();
            await running.WaitAsync(TimeSpan.FromMinutes(3));
            Assert.Equal(2, hosts.Built);
        }

        directory.Delete(recursive: true);
    }

    private static async Task<bool> ServesJobsAsync(HttpClient http)
    {
        using var jobs = await http.GetAsync(new Uri("/api/jobs", UriKind.Relative));
        return jobs.StatusCode == HttpStatusCode.OK;
    }
}

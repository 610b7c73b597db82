using Npgsql;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

[Collection(ClusterCollection.Name)]
public sealed class RabbitMqPipelineTests(ClusterDeployment deployment) : PipelineSpecification(deployment)
{
    [Theory]
    [InlineData("crawler")]
    [InlineData("embedder")]
    [InlineData("api")]
    [InlineData("notifier")]
    [Trait("Seed", "S4.21")]
    [Trait("Seed", "S4.22")]
    public Task Kill_9_of_a_service_in_mid_job_changes_nothing_in_the_end(string service) => SurvivesTheDeathOfAsync(service);

    [Fact]
    public async Task With_the_broker_stopped_a_job_is_accepted_and_runs_when_the_broker_is_back()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 30, latency: TimeSpan.Zero);
        await Eventually.TrueAsync(async () => (await Api.AllAsync("/api/workers")).Count >= 2, TimeSpan.FromMinutes(1));
        await deployment.StopBrokerAsync();
        string id;
        try
        {
            id = await Api.SubmitAsync(site.Crawl());
            Assert.Equal(0, site.Requests);
            // A batch is handed to a broker that is not there, and is taken back.
            await LeasesAsync(1);
            await LeasesAsync(0);
        }
        finally
        {
            await deployment.StartBrokerAsync();
        }

        var job = await Api.EndOfAsync(id, TimeSpan.FromMinutes(3));
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(site.Urls, await Api.StoredUrlsAsync(job));
        // What was taken back is not sent after all once the broker is there.
        Assert.Equal(site.Urls.Length, site.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Seed", "S4.21")]
    public async Task A_broker_restart_in_mid_job_loses_no_event_and_no_page(bool kill)
    {
        await using var site = await GeneratedSite.StartAsync(pages: 200, latency: TimeSpan.FromMilliseconds(25));
        var id = await Api.SubmitAsync(site.Crawl());
        await using var watcher = Watcher.Start(deployment.Notifier, id);
        await site.RequestsReachAsync(60, TimeSpan.FromMinutes(1));

        await (kill ? deployment.KillBrokerAsync() : deployment.StopBrokerAsync());
        await deployment.StartBrokerAsync();

        var job = await Api.EndOfAsync(id, TimeSpan.FromMinutes(4));
        await watcher.EndAsync(TimeSpan.FromMinutes(1));
        watcher.AssertComplete(job);
        Assert.Equal(site.Urls, await Api.StoredUrlsAsync(job));
    }

    private async Task LeasesAsync(int count)
    {
        await using var database = NpgsqlDataSource.Create(deployment.Database);
        await using var command = database.CreateCommand("select count(*)::int from leases");
        await Eventually.TrueAsync(async () => await command.ExecuteScalarAsync() is int leases && leases == count, TimeSpan.FromMinutes(1));
    }
}

namespace Trawl.Pipeline.Tests.Replicas;

/// <summary>Issue 5's sixth: one dispatcher at a time, and any replica may be killed.</summary>
[Collection(ReplicasCollection.Name)]
public sealed class ReplicasTests(ThreeReplicas replicas)
{
    private static TimeSpan Deadline => ThreeReplicas.Deadline;

    [Fact]
    [Trait("Seed", "S4.21")]
    [Trait("Seed", "S4.23")]
    public async Task Any_replica_takes_a_job_and_any_other_tells_of_it()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 20, latency: TimeSpan.Zero);
        foreach (var (i, api) in ThreeReplicas.Apis.Index())
        {
            using var taking = replicas.Client(api, $"visitor-{i}");
            using var telling = replicas.Client(ThreeReplicas.Apis[(i + 1) % 3], $"visitor-{i}");
            var id = await taking.SubmitAsync(site.Crawl());
            await using var watcher = Watcher.Start(replicas.Cluster.Notifier, id, $"visitor-{i}");
            var job = await telling.EndOfAsync(id, Deadline);
            await watcher.EndAsync(Deadline);
            watcher.AssertComplete(job);
            Assert.Equal(site.Urls, await telling.StoredUrlsAsync(job));
        }
    }

    [Fact]
    [Trait("Seed", "S4.22")]
    public async Task When_the_leader_is_killed_in_mid_crawl_another_goes_on()
    {
        var leaders = replicas.Leaders();
        var leader = leaders[^1];
        await using var site = await GeneratedSite.StartAsync(pages: 150, latency: TimeSpan.FromMilliseconds(25));
        using var api = replicas.Client(ThreeReplicas.Apis.First(other => other != leader), "orphan");
        var id = await api.SubmitAsync(site.SlowCrawl());
        await using var watcher = Watcher.Start(replicas.Cluster.Notifier, id, "orphan");
        await site.RequestsReachAsync(20, Deadline);

        await replicas.Cluster.KillAsync(leader);

        Assert.NotEqual(leader, await replicas.LeaderAfterAsync(leaders.Count));
        var job = await api.EndOfAsync(id, Deadline);
        await watcher.EndAsync(Deadline);
        await replicas.Cluster.StartAsync(leader);
        watcher.AssertComplete(job);
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(site.Urls, await api.StoredUrlsAsync(job));
        Assert.True(await replicas.Audit.AssertOneAtATimeAsync() >= 2);
    }

    [Fact]
    [Trait("Seed", "S4.22")]
    public async Task Each_replica_may_be_killed_in_its_turn()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 300, latency: TimeSpan.FromMilliseconds(25));
        using var api = replicas.Client("api", "sufferer");
        var id = await api.SubmitAsync(site.SlowCrawl());
        await using var watcher = Watcher.Start(replicas.Cluster.Notifier, id, "sufferer");
        var asked = 0;
        foreach (var replica in ThreeReplicas.Apis)
        {
            await site.RequestsReachAsync(asked += 40, Deadline);
            await replicas.Cluster.KillAsync(replica);
            await replicas.Cluster.StartAsync(replica);
        }

        var job = await api.EndOfAsync(id, Deadline);
        await watcher.EndAsync(Deadline);
        watcher.AssertComplete(job);
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(site.Urls, await api.StoredUrlsAsync(job));
        PipelineSpecification.AssertCountsAddUp(job, documents: 300);
        await replicas.Audit.AssertOneAtATimeAsync();
    }
}

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>Lines that hold for a second: over each transport, and over another each time.</summary>
public abstract class JitterSpecification(IDeployment deployment)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Fact]
    [Trait("Seed", "S2.44")]
    [Trait("Seed", "S4.21")]
    public async Task Who_is_cut_off_every_second_ends_with_the_whole_story_once_and_in_order()
    {
        var user = $"jitter-{Guid.NewGuid():N}";
        await using var site = await GeneratedSite.StartAsync(pages: 60, latency: TimeSpan.FromMilliseconds(400));
        await using var api = new UnsteadyLine(deployment.Api, seed: 1);
        var lines = deployment.Notifiers.Select((notifier, i) => new UnsteadyLine(notifier, seed: 2 + i)).ToArray();
        using var client = new ApiClient(deployment.Api, user);
        await using var crowd = new Crowd(user, api.Address, [.. lines.Select(line => line.Address)]);
        await using var steady = new Crowd(user, deployment.Api, [deployment.Notifier]);
        using var work = await CustomWork.StartAsync(deployment.Api, user);
        var crawl = await client.SubmitAsync(site.SlowCrawl());

        crowd.AddOnEach($"job:{crawl}", 1);
        crowd.AddOnEach(work.Channel, 1);
        crowd.AddOnEach($"user:{user}", 1, jobs: 2);
        crowd.AddChanging(work.Channel, 4);
        crowd.AddChanging($"user:{user}", 4, jobs: 2);
        steady.Add(Transports.WebSocket, $"user:{user}", 1, jobs: 2);
        await work.ResultsAsync(60, TimeSpan.FromMilliseconds(200));
        await work.CompleteAsync();
        var job = await client.EndOfAsync(crawl, Deadline);
        await steady.EndAsync(Deadline);
        await crowd.EndAsync(Deadline);

        var ends = new Dictionary<string, long>
        {
            [$"job:{crawl}"] = job.GetProperty("seq").GetInt64(),
            [work.Channel] = await work.SeqAsync(),
            [$"user:{user}"] = steady.All[0].Story.Position,
        };
        Assert.All(steady.All.Concat(crowd.All), frontend => frontend.Story.AssertWhole(ends[frontend.Channel]));
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.InRange(ends[work.Channel], 62, 80);
        // Each was cut off, most of them often (a poll that is answered between two cuts is not), and in every way.
        Assert.All(crowd.All, frontend => Assert.InRange(frontend.Sessions, 2, 1000));
        Assert.InRange(crowd.All.Average(frontend => frontend.Sessions), 4, 1000);
        Assert.All(lines, line => Assert.Equal(Enum.GetValues<Cut>().Length, line.Cuts.Count));
        foreach (var line in lines)
            await line.DisposeAsync();
    }
}

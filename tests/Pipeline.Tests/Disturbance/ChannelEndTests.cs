using System.Globalization;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>What is left of a channel when its job is over.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ChannelEndTests(ClusterDeployment deployment)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly string _user = $"end-{Guid.NewGuid():N}";

    [Fact]
    [Trait("Seed", "S4.10")]
    [Trait("Seed", "S4.11")]
    public async Task After_the_end_everybody_is_let_go_and_nothing_is_kept()
    {
        using var work = await CustomWork.StartAsync(deployment.Api, _user);
        await using (var crowd = new Crowd(_user, deployment.Api, deployment.Notifiers))
        {
            crowd.AddOnEach(work.Channel, 4);
            crowd.AddOnEach($"user:{_user}", 1);
            await crowd.FollowingAsync(Deadline);
            Assert.InRange(await FigureAsync("trawl_notifier_subscriptions") + 4, crowd.All.Count, int.MaxValue); // less those on REST
            await work.ResultsAsync(5, TimeSpan.FromMilliseconds(20));
            await work.CompleteAsync();
            await crowd.EndAsync(Deadline); // on a job's channel: with `unsubscribed`, `ended`
            Assert.All(crowd.All, frontend => Assert.Equal(work.SeqAsync().Result, frontend.Story.Position));
        }

        foreach (var figure in (string[])["trawl_notifier_subscriptions", "trawl_notifier_channels", "trawl_notifier_connections"])
            await Eventually.TrueAsync(async () => await FigureAsync(figure) == 0, Deadline);
    }

    [Fact]
    public async Task A_crawl_after_a_deletion_is_told_without_a_word_of_the_deleted_one()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 12, latency: TimeSpan.FromMilliseconds(20));
        using var api = new ApiClient(deployment.Api, _user);
        await using var crowd = new Crowd(_user, deployment.Api, deployment.Notifiers);
        crowd.AddOnEach($"user:{_user}", 2, jobs: 2);
        await crowd.FollowingAsync(Deadline);
        var first = await api.SubmitAsync(site.Crawl());
        crowd.AddOnEach($"job:{first}", 1);
        await api.EndOfAsync(first, Deadline);

        using (var deleted = await api.DeleteAsync($"/api/jobs/{first}"))
            Assert.Equal(System.Net.HttpStatusCode.NoContent, deleted.StatusCode);
        var second = await api.SubmitAsync(site.Crawl());
        await using var watchers = new Crowd(_user, deployment.Api, deployment.Notifiers);
        watchers.AddOnEach($"job:{second}", 2);
        await watchers.EndAsync(Deadline);
        await crowd.EndAsync(Deadline);

        var job = await api.EndOfAsync(second, Deadline);
        Assert.All(watchers.All, watcher => watcher.Story.AssertWhole(job.GetProperty("seq").GetInt64()));
        Assert.All(watchers.All, watcher => Assert.Equal(-1, watcher.Story.ProgressOf(first)));
        Assert.All(crowd.All, watcher => watcher.Story.AssertWhole(watcher.Story.Position));
        foreach (var notifier in deployment.Notifiers)
        {
            // The one that had it in memory, and the other.
            var refused = await Assert.ThrowsAsync<IOException>(() => HearAsync(notifier, $"job:{first}"));
            Assert.Contains("not_found", refused.Message, StringComparison.Ordinal);
        }
    }

    private async Task HearAsync(Uri notifier, string channel)
    {
        using var limit = new CancellationTokenSource(Deadline);
        await foreach (var heard in Transports.WebSocket.FollowAsync(new Place(notifier, _user, channel), 0, limit.Token))
            Assert.Fail($"Of a deleted job: {heard}");
    }

    // Of both Notifiers together.
    private async Task<double> FigureAsync(string name)
    {
        using var http = new HttpClient();
        var sum = 0.0;
        foreach (var notifier in deployment.Notifiers)
        {
            var metrics = await http.GetStringAsync(new Uri(notifier, "/metrics"));
            sum += metrics.Split('\n')
                .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }

        return sum;
    }
}

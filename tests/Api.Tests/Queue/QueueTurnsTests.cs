using Trawl.Api.Database;
using Trawl.Api.Queue.Order;
using Trawl.Api.Tests.Engine;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Queue;

/// <summary>Without workers every job stays queued: the order is all there is to see.</summary>
[Trait("Seed", "S1.40")]
public sealed class QueueTurnsTests
{
    [Fact]
    public async Task A_thousand_jobs_of_one_user_do_not_keep_anothers_one_waiting()
    {
        await using var host = await EngineHost.StartAsync();
        var many = await host.QueueAsync("alice", 1000);
        var one = await host.SubmitAsync("http://b.test/", "bob");
        var second = await host.SubmitAsync("http://c.test/", "bob");

        // Of the same turn, the job that was there first.
        Assert.Equal([many[0], many[1], one.Id, many[2], second.Id], (await host.NextAsync(5)).Select(job => job.Key.Id));
        Assert.Equal((3, 1002), (await host.PlaceAsync(one.Id) is { } place ? (place.Position, place.Total) : default));
        Assert.Equal(1002, (await host.PlaceAsync(many[999]))!.Position);
    }

    [Fact]
    public async Task A_user_of_threefold_weight_gets_three_of_four_turns_while_both_wait()
    {
        await using var host = await EngineHost.StartAsync(settings: ("Jobs:UserWeights:alice", "3"));
        await host.QueueAsync("bob", 20);
        await host.QueueAsync("alice", 20);

        var first = (await host.NextAsync(16)).ConvertAll(job => job.UserId);
        Assert.Equal(12, first.Count(user => user == "alice"));
        Assert.Equal(4, first.Count(user => user == "bob"));
    }

    [Fact]
    public async Task Users_who_always_have_one_job_do_not_overtake_one_who_has_several()
    {
        await using var host = await EngineHost.StartAsync();
        await host.QueueAsync("carol", 6);
        foreach (var user in new[] { "alice", "bob" })
            await host.QueueAsync(user, 1);
        var begun = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            // The first leaves; its user comes again at once, but for carol, who has more.
            var next = Assert.Single(await host.NextAsync(1));
            begun.Add(next.UserId);
            await host.CancelAsync(next.Key.Id);
            if (next.UserId != "carol")
                await host.QueueAsync(next.UserId, 1);
        }

        Assert.InRange(begun.Count(user => user == "carol"), 4, 6);
        Assert.InRange(begun.Count(user => user == "alice"), 3, 4);
        Assert.InRange(begun.Count(user => user == "bob"), 3, 4);
    }

    [Fact]
    public async Task Higher_lanes_come_first_and_within_one_the_order_is_that_of_turns()
    {
        await using var host = await EngineHost.StartAsync();
        var low = (await host.SubmitAsync("http://a.test/", priority: JobPriority.Low)).Id;
        var normal = (await host.SubmitAsync("http://b.test/")).Id;
        var high = (await host.SubmitAsync("http://c.test/", priority: JobPriority.High)).Id;
        var later = (await host.SubmitAsync("http://d.test/")).Id;
        var latest = (await host.SubmitAsync("http://d.test/")).Id;
        var other = (await host.SubmitAsync("http://e.test/", "bob")).Id;

        Assert.Equal([high, normal, later, other, latest, low], (await host.NextAsync()).Select(job => job.Key.Id));
        var places = await Task.WhenAll(new[] { high, normal, later, other, latest, low }.Select(host.PlaceAsync));
        Assert.Equal([1, 2, 3, 4, 5, 6], places.Select(place => place!.Position));
    }

    [Fact]
    public async Task However_many_of_higher_priority_keep_coming_a_job_begins_two_promotions_later_at_the_latest()
    {
        await using var host = await EngineHost.StartAsync(settings: ("Jobs:PromoteAfter", "00:10:00"));
        var old = (await host.SubmitAsync("http://a.test/", "alice", JobPriority.Low)).Id;
        await host.QueueAsync("bob", 50, JobPriority.High);
        foreach (var lane in new[] { JobPriority.Normal, JobPriority.High })
        {
            await host.ExecuteAsync($"update jobs set lane_since = lane_since - interval '10 minutes' where id = {old}");
            await Eventually.TrueAsync(async () => (await host.JobAsync(old)).Lane == lane, EngineHost.Deadline);
            Assert.True((await host.JobAsync(old)).LaneSince > DateTimeOffset.UtcNow.AddMinutes(-5));
        }

        await host.QueueAsync("bob", 50, JobPriority.High);
        foreach (var user in new[] { "carol", "dave" })
            await host.SubmitAsync("http://a.test/", user, JobPriority.High);
        var job = await host.JobAsync(old);
        // One of bob's was next, and one had its turn: it comes before all that came later.
        Assert.Equal((JobPriority.Low, 2), (job.Priority, (await host.PlaceAsync(old))!.Position));
        Assert.Equal(old, (await host.NextAsync(2))[1].Key.Id);
    }

    [Fact]
    public async Task Jobs_that_one_user_submits_at_once_get_a_turn_each()
    {
        await using var host = await EngineHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.SubmitAsync($"http://a{i % 4}.test/", i % 2 == 0 ? "alice" : "bob")));

        var order = await host.NextAsync();
        foreach (var user in new[] { "alice", "bob" })
            Assert.Equal(10, order.Where(job => job.UserId == user).Select(job => job.Key.Turn).Distinct().Count());
        Assert.Equal(order.Select(job => job.Key), host.Get<QueueIndex>().Slice(0, 100));
    }
}

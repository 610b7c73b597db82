using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Dispatch;
using Trawl.Api.Dispatch.Care;
using Trawl.Api.Events;
using Trawl.Api.Jobs;
using Trawl.Api.Queue;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;
using Trawl.Api.Tests.Queue;
using Trawl.Api.Workers;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Tests.Engine;

/// <summary>Without workers every job stays queued. The host's dispatcher has notices of its own; these are run by hand.</summary>
public sealed class QueueNoticesTests
{
    [Fact]
    public async Task A_job_whose_place_changed_before_it_was_first_seen_is_told_so()
    {
        await using var host = await EngineHost.StartAsync();
        var (notices, published) = Notices(host);
        var first = await host.SubmitAsync("http://a.test/");
        var urgent = await host.SubmitAsync("http://b.test/", priority: JobPriority.High);

        await RunAsync(host, notices);

        Assert.Equal([(1, 1)], (await host.LogAsync(first.Id)).Select(e => (Place(e.Data, "position"), Place(e.Data, "total"))));
        Assert.Equal([(2, 2)], Told(published, ChannelNames.Job(first.Id)));
        Assert.Equal([(1, 2)], Told(published, ChannelNames.Job(urgent.Id)));
        Assert.Equal([(1, 2), (2, 2)], Told(published, "user:alice"));
    }

    [Fact]
    public async Task A_place_is_told_once_and_again_when_it_changes_with_a_version_that_grows()
    {
        await using var host = await EngineHost.StartAsync();
        var (notices, published) = Notices(host);
        var first = await host.SubmitAsync("http://a.test/");
        var second = await host.SubmitAsync("http://b.test/");
        await RunAsync(host, notices);
        await RunAsync(host, notices);
        Assert.Single(published.Of(ChannelNames.Job(second.Id)));

        await host.CancelAsync(first.Id);
        await RunAsync(host, notices);

        var told = published.Of(ChannelNames.Job(second.Id));
        Assert.Equal([(2, 2), (1, 1)], Told(published, ChannelNames.Job(second.Id)));
        Assert.True(told[0].Version < told[1].Version);
        Assert.Single(published.Of(ChannelNames.Job(first.Id)));
    }

    [Fact]
    [Trait("Seed", "S1.13")]
    public async Task A_wait_that_becomes_known_is_told_though_the_place_is_the_same()
    {
        await using var host = await EngineHost.StartAsync();
        var (waits, published) = (new WaitEstimates(), new RecordingPublisher());
        var places = new QueuePlaces(host.Get<QueueIndex>(), waits, host.Get<LiveWorkers>(), host.Get<IOptions<JobsOptions>>());
        var notices = new QueueNotices(places, host.Get<QueueIndex>(), published, TimeProvider.System);
        var job = await host.SubmitAsync("http://a.test/");
        await RunAsync(host, notices);

        waits.Measure([60_000], [60_000], capacity: 1);
        await RunAsync(host, notices);
        waits.Measure([61_000], [60_000], capacity: 1);
        await RunAsync(host, notices);

        var told = published.Of(ChannelNames.Job(job.Id)).Select(e => e.Data.GetProperty("estimatedWaitSeconds")).ToArray();
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Number], told.Select(wait => wait.ValueKind));
    }

    [Fact]
    public async Task Whoever_is_further_back_is_told_in_his_turn_and_a_turn_tells_so_many_at_most()
    {
        await using var host = await EngineHost.StartAsync();
        var (notices, published) = Notices(host);
        var jobs = await host.QueueAsync("alice", 450);
        await TellAllAsync();
        Assert.Equal(Enumerable.Range(1, 450), LastTold());

        await host.CancelAsync(jobs[0]);
        await RunAsync(host, notices);
        Assert.Equal(Enumerable.Range(1, 100), LastTold().Skip(1).Take(100));
        await TellAllAsync();
        Assert.Equal(Enumerable.Range(1, 449), LastTold().Skip(1));
        var sent = published.Sent.Count;
        await TellAllAsync();
        Assert.Equal(sent, published.Sent.Count);

        // Three rounds of two hundred reach the end.
        async Task TellAllAsync()
        {
            for (var turn = 0; turn < 4; turn++)
            {
                var before = published.Sent.Count;
                await RunAsync(host, notices);
                Assert.InRange(published.Sent.Count - before, 0, 2 * 300); // on the job's channel and on its user's
            }
        }

        IEnumerable<int> LastTold() => jobs.Select(job => Told(published, ChannelNames.Job(job)).Last().Position);
    }

    private static (QueueNotices Notices, RecordingPublisher Published) Notices(EngineHost host)
    {
        var published = new RecordingPublisher();
        return (new QueueNotices(host.Get<QueuePlaces>(), host.Get<QueueIndex>(), published, TimeProvider.System), published);
    }

    private static async Task RunAsync(EngineHost host, QueueNotices notices)
    {
        await using var db = await host.ContextAsync();
        await db.Database.OpenConnectionAsync(); // the dispatcher's is
        await host.Get<QueueIndex>().LoadedAsync(default);
        await notices.RunAsync(db, default);
    }

    private static IEnumerable<(int Position, int Total)> Told(RecordingPublisher published, string channel) => published.Of(channel)
        .Where(e => e.Type == EventTypes.QueuePosition).Select(e => (e.Data.GetProperty("position").GetInt32(), e.Data.GetProperty("total").GetInt32()));

    private static int Place(JsonDocument data, string name) => data.RootElement.GetProperty(name).GetInt32();
}

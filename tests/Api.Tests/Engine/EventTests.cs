using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Api.Database;
using Trawl.Api.Dispatch;
using Trawl.Api.Events;
using Trawl.Api.History;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class EventTests
{
    [Fact]
    public async Task Eight_writers_at_once_leave_no_gap_in_any_channel()
    {
        await using var host = await EngineHost.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 15; i++)
            {
                var job = await host.SubmitAsync($"http://h{writer}.test/{i}", user: i % 2 == 0 ? "alice" : "bob");
                await host.CancelAsync(job.Id);
            }
        }));

        await Facts.GaplessAsync(host, "user:alice");
        await Facts.GaplessAsync(host, "user:bob");
        Assert.Equal(2 * 8 * 15, (await host.LogAsync("user:alice")).Count + (await host.LogAsync("user:bob")).Count);
    }

    [Fact]
    public async Task Each_event_is_published_at_least_once_however_often_the_broker_fails()
    {
        await using var host = await EngineHost.StartAsync();
        var random = new Random(11);
        host.Published.Fails = count => random.Next(2) == 0 ? random.Next(count + 1) : null;

        var jobs = new List<Job>();
        for (var i = 0; i < 20; i++)
            jobs.Add(await host.SubmitAsync($"http://a.test/{i}"));
        foreach (var job in jobs)
            await host.CancelAsync(job.Id);
        var relay = host.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<EventRelay>().Single();
        await Eventually.TrueAsync(async () => await RelayedAsync(host, relay), EngineHost.Deadline);

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), host.Published.Of("user:alice").Where(e => e.Seq is not null).Select(e => e.Seq!.Value).Distinct().Order());
        foreach (var job in jobs)
            Assert.Equal([1L, 2L], host.Published.Of(ChannelNames.Job(job.Id)).Where(e => e.Seq is not null).Select(e => e.Seq!.Value).Distinct().Order());
    }

    [Fact]
    public async Task History_is_owner_position_state_and_events_of_one_moment()
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await host.CancelAsync(job.Id);
        var client = host.Get<IServiceScopeFactory>().CreateScope().ServiceProvider.GetRequiredService<IClientFactory>().CreateRequestClient<GetChannelHistory>();

        var whole = await Ask(ChannelNames.Job(job.Id), 0);
        Assert.Equal(("alice", 2L, true, true, true), (whole.OwnerId, whole.Seq, whole.Found, whole.Recovered, whole.Ended));
        Assert.Equal([EventTypes.Queued, EventTypes.Cancelled], whole.Events.Select(e => e.Type));
        Assert.Equal("cancelled", whole.Snapshot!.Value.GetProperty("status").GetString());
        Assert.Equal(2, whole.Snapshot!.Value.GetProperty("seq").GetInt64());
        Assert.Equal(2L, Assert.Single((await Ask(ChannelNames.Job(job.Id), 1)).Events).Seq);
        Assert.Empty((await Ask(ChannelNames.Job(job.Id), null)).Events);
        Assert.False((await Ask(ChannelNames.Job(job.Id), 3)).Recovered);
        Assert.False((await Ask(ChannelNames.Job(Guid.NewGuid()), 0)).Found);
        Assert.False((await Ask("nonsense", 0)).Found);
        Assert.Equal((2L, "alice", false), ((await Ask("user:alice", 0)).Seq, (await Ask("user:alice", 0)).OwnerId, (await Ask("user:alice", 0)).Ended));
        Assert.Equal((0L, true, true), ((await Ask("system", 0)).Seq, (await Ask("system", 0)).Found, (await Ask("system", 0)).Recovered));

        async Task<ChannelHistory> Ask(string channel, long? after) =>
            (await client.GetResponse<ChannelHistory>(new GetChannelHistory { Channel = channel, After = after, Limit = 100 })).Message;
    }

    [Fact]
    public async Task Waiting_ends_with_the_next_event_or_with_the_time()
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync("http://a.test/");
        var log = host.Get<ChannelLog>();
        var channel = ChannelNames.Job(job.Id);

        Assert.True(await log.WaitAsync(channel, 0, TimeSpan.FromSeconds(30), default));
        Assert.False(await log.WaitAsync(channel, 1, TimeSpan.FromMilliseconds(20), default));
        var waiting = log.WaitAsync(channel, 1, TimeSpan.FromSeconds(30), default);
        await host.CancelAsync(job.Id);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Three_replicas_that_start_at_once_migrate_once_and_have_one_leader()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => EngineHost.StartAsync(database: database)));
        await Eventually.TrueAsync(() => hosts.Count(h => h.Get<Dispatcher>().IsLeader) == 1, EngineHost.Deadline);

        var leader = hosts.Single(h => h.Get<Dispatcher>().IsLeader);
        await leader.DisposeAsync();
        var others = hosts.Where(h => h != leader).ToArray();
        await Eventually.TrueAsync(() => others.Count(h => h.Get<Dispatcher>().IsLeader) == 1, EngineHost.Deadline);

        // A leader that loses its connection leads no more, and somebody does soon.
        var next = others.Single(h => h.Get<Dispatcher>().IsLeader);
        await next.ExecuteAsync($"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())");
        await Eventually.TrueAsync(() => others.Count(h => h.Get<Dispatcher>().IsLeader) == 1, EngineHost.Deadline);
        foreach (var host in others)
            await host.DisposeAsync();
    }

    private static async Task<bool> RelayedAsync(EngineHost host, EventRelay relay)
    {
        try
        {
            await relay.RelayAsync(default);
        }
        catch (Trawl.ServiceDefaults.Events.EventBackplaneException)
        {
            // What the test is about.
        }

        return await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from events where not sent") == 0;
    }
}

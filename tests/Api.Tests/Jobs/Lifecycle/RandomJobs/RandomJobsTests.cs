using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Jobs.Lifecycle.RandomJobs;

/// <summary>
/// Random commands, crashes, dying workers and late messages. <c>TRAWL_JOB_CASES=200 dotnet test … --filter RandomJobs</c> tries two
/// hundred such days. What a seed does is the same each time, what comes of it depends on the moment.
/// </summary>
public sealed class RandomJobsTests
{
    private const int Commands = 50;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, FuzzCases.Or(3, "TRAWL_JOB_CASES"))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_job_is_ever_in_an_illegal_state_and_each_run_ends_once(int seed)
    {
        var random = new Random(seed);
        await using var world = new JobWorld(new Random(seed));
        await world.StartAsync();
        var commands = new JobCommands(world, random);
        await using var watch = new JobWatch(world.Host.Database);
        try
        {
            for (var i = 0; i < Commands; i++)
                await commands.NextAsync();
            await commands.EndAllAsync();
            await Eventually.TrueAsync(async () => await world.Host.ScalarAsync<int>($"select count(*)::int as \"Value\" from leases") == 0, EngineHost.Deadline);
            while (await world.Host.ScalarAsync<int>($"select count(*)::int as \"Value\" from jobs where status < 10") > 0)
                await commands.EndAllAsync();
            await CheckAsync(world.Host);
            Assert.True(watch.Looks > Commands);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed} after {string.Join(", ", commands.Done)}: {exception.Message}", exception);
        }

        Assert.True(watch.Faults.Count == 0, $"Seed {seed}: {string.Join('\n', watch.Faults.Take(5))}");
    }

    private static async Task CheckAsync(EngineHost host)
    {
        await using var db = await host.ContextAsync();
        var jobs = await db.Jobs.AsNoTracking().ToListAsync();
        foreach (var job in jobs)
        {
            var log = await host.LogAsync(job.Id);
            Assert.Equal(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(e => e.Seq));
            Assert.Equal(job.Seq, log.Count);
            Assert.Equal(log.Select(e => e.Version), log.Select(e => e.Version).Order());
            JobStory.Of(job, log);
            Assert.Equal(job.Retries + 1, log.Count(e => EventTypes.Terminal.Contains(e.Type)));
            Assert.Equal(job.Completed, log[^1].Data.RootElement.GetProperty("counts").GetProperty("completed").GetInt32());
            if (job.Type != JobType.Custom)
                await RowsAsync(db, job);
        }

        await Facts.GaplessAsync(host, ChannelNames.User("alice"));
        var told = (await host.LogAsync(ChannelNames.User("alice"))).ToLookup(e => e.JobId);
        foreach (var job in jobs)
            Assert.Equal((await host.LogAsync(job.Id)).Select(e => (e.Type, e.Version)), told[job.Id].Select(e => (e.Type, e.Version)));
    }

    /// <summary>The counts of an ended job are those of its rows, and nothing of it is left to do.</summary>
    private static async Task RowsAsync(TrawlDbContext db, Job job)
    {
        var pages = await db.Pages.AsNoTracking().Where(p => p.JobId == job.Id && p.Kind == Trawl.Contracts.Crawling.PageKind.Page).ToListAsync();
        Assert.All(pages, page => Assert.True(page is { Status: >= PageStatus.Completed, LeaseId: null }));
        Assert.Equal(
            (pages.Count(p => p.Status == PageStatus.Completed), pages.Count(p => p.Status == PageStatus.Failed), pages.Count(p => p.Status == PageStatus.Skipped)),
            (job.Completed, job.Failed, job.Skipped));
        Assert.Empty(await db.EmbedTasks.Where(t => t.JobId == job.Id).ToListAsync());
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

/// <summary>What must hold at the end of any crawl, however it went.</summary>
internal static class Facts
{
    public static async Task CompletedAsync(EngineHost host, Job job, HashSet<string> urls)
    {
        await CountsAsync(host, job, urls);
        await EventsAsync(host, job);
    }

    public static async Task CountsAsync(EngineHost host, Job job, HashSet<string> urls)
    {
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(100, job.Progress);
        await using var db = await host.ContextAsync();
        var pages = await db.Pages.AsNoTracking().Where(p => p.JobId == job.Id).ToListAsync();
        var documents = await db.Documents.AsNoTracking().Where(d => d.SourceId == job.SourceId).ToListAsync();
        Assert.Equal(urls.Order(), pages.Select(p => p.Url).Order());
        Assert.Equal(urls.Order(), documents.Select(d => d.Url).Order());
        Assert.All(pages, p => Assert.Equal((PageStatus.Completed, null), (p.Status, p.LeaseId)));
        Assert.Equal((urls.Count, urls.Count, urls.Count), (job.Total, job.Completed, job.Documents));
        Assert.Equal((0, 0, 0, 0, 0), (job.Pending, job.Processing, job.Failed, job.Skipped, job.EmbedPending));
        Assert.All(documents, d => Assert.Equal((d.ContentHash, 2), (d.EmbeddedHash, d.ChunkCount)));
        Assert.Equal((urls.Count * 2, urls.Count * 2), (job.Chunks, job.Embedded));
        Assert.Equal(urls.Count * 2, await db.Chunks.CountAsync(c => c.SourceId == job.SourceId));
        Assert.Equal(urls.Count * 2, await db.Embeddings.CountAsync());
        Assert.Empty(await db.EmbedTasks.Where(t => t.JobId == job.Id).ToListAsync());
        // A lease waits for its crawler's last word, and where that was lost, for its own end.
        await Eventually.TrueAsync(async () => !await db.Leases.AnyAsync(l => l.JobId == job.Id), EngineHost.Deadline);
    }

    /// <summary>No gap, the terminal event last, progress never down, and all of it published.</summary>
    public static async Task EventsAsync(EngineHost host, Job job)
    {
        var log = await host.LogAsync(job.Id);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(e => e.Seq));
        Assert.Equal(job.Seq, log[^1].Seq);
        Assert.Single(log, e => EventTypes.Terminal.Contains(e.Type));
        Assert.Contains(log[^1].Type, EventTypes.Terminal);
        Assert.Equal(log.Select(e => e.Version), log.Select(e => e.Version).Order());
        await GaplessAsync(host, ChannelNames.User(job.UserId));

        await Eventually.TrueAsync(async () => await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from events where not sent") == 0, EngineHost.Deadline);
        // State is told after the commit that others see already.
        await Eventually.TrueAsync(() => host.Published.Of(ChannelNames.Job(job.Id)).LastOrDefault(e => e.Type == EventTypes.Progress)?.Version >= job.Version, EngineHost.Deadline);
        var told = host.Published.Of(ChannelNames.Job(job.Id));
        Assert.Equal(log.Select(e => e.Seq), told.Where(e => e.Seq is not null).Select(e => e.Seq!.Value).Distinct().Order());
        var progress = told.Where(e => e.Type == EventTypes.Progress).ToList();
        Assert.Equal(progress.Select(e => e.Version), progress.Select(e => e.Version).Order());
        var percent = progress.ConvertAll(e => e.Data.GetProperty("progress").GetDouble());
        Assert.Equal(percent.Order(), percent);
        Assert.Equal(job.Completed, progress[^1].Data.GetProperty("counts").GetProperty("completed").GetInt32());
        Assert.Equal(JsonNamingPolicy.CamelCase.ConvertName(job.Status.ToString()), progress[^1].Data.GetProperty("status").GetString());
    }

    /// <summary>A job that began again: each run ends with its own terminal event, and the next begins with <c>queued</c>.</summary>
    public static async Task RunsAsync(EngineHost host, Job job, params string[] ends)
    {
        var log = await host.LogAsync(job.Id);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(e => e.Seq));
        Assert.Equal(log.Select(e => e.Version), log.Select(e => e.Version).Order());
        Assert.Equal(job.Seq, log[^1].Seq);
        Assert.Equal(ends, log.Where(e => EventTypes.Terminal.Contains(e.Type)).Select(e => e.Type));
        Assert.Contains(log[^1].Type, EventTypes.Terminal);
        Assert.All(log.Zip(log.Skip(1)), pair => Assert.Equal(EventTypes.Terminal.Contains(pair.First.Type), pair.Second.Type == EventTypes.Queued));
        await GaplessAsync(host, ChannelNames.User(job.UserId));
        await Eventually.TrueAsync(() => host.Published.Of(ChannelNames.Job(job.Id)).LastOrDefault(e => e.Type == EventTypes.Progress)?.Version >= job.Version, EngineHost.Deadline);
        var told = host.Published.Of(ChannelNames.Job(job.Id)).Where(e => e.Type == EventTypes.Progress).ToList();
        Assert.Equal(told.Select(e => e.Version), told.Select(e => e.Version).Order());
        // Within a run it never falls; each begins anew.
        foreach (var run in told.GroupBy(t => log.Count(e => e.Type == EventTypes.Queued && e.Version < t.Version)).Select(run => run.Select(t => t.Data.GetProperty("progress").GetDouble()).ToList()))
            Assert.Equal(run.Order(), run);
    }

    public static async Task GaplessAsync(EngineHost host, string channel)
    {
        var log = await host.LogAsync(channel);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(e => e.Seq));
        Assert.Equal(log.Count, await host.ScalarAsync<long>($"select seq as \"Value\" from channels where name = {channel}"));
    }
}

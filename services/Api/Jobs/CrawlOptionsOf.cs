using System.Text.Json;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs;

internal static class CrawlOptionsOf
{
    /// <summary>
    /// How many pages it will store at most; null for a job that has no such limit, and for one that will ask. For every count of
    /// progress, so without reading all options.
    /// </summary>
    public static int? MaxPages(Job job)
    {
        var asked = job.Options.RootElement;
        var asks = job is { Type: JobType.Crawl, PageLimit: null } && asked.TryGetProperty("askBeforeTruncating", out var ask) && ask.GetBoolean();
        return asks ? null : job.PageLimit ?? (asked.TryGetProperty("maxPages", out var maxPages) ? maxPages.GetInt32() : null);
    }

    /// <summary>How many it may yet be allowed to store: one that asks before it truncates needs all that it has found.</summary>
    public static int MostPages(Job job, CrawlOptions options) => MayGrow(job, options) ? Submit.SubmitRules.MaxMaxPages : options.MaxPages;

    /// <summary>Whether it will ask before it stops at its limit. A limit of the job's own says that this was answered.</summary>
    public static bool MayGrow(Job job, CrawlOptions options) => options.AskBeforeTruncating && job is { Type: JobType.Crawl, PageLimit: null };

    /// <summary>What a crawl is to do: as submitted, and what its users have answered since.</summary>
    public static CrawlOptions Read(Job job)
    {
        var asked = job.Options.Deserialize<CrawlOptions>(TrawlJson.Options) ?? throw new InvalidOperationException($"Job {job.Id} has no options.");
        return asked with { MaxPages = job.PageLimit ?? asked.MaxPages, RespectRobots = asked.RespectRobots && !job.IgnoreRobots };
    }
}

using System.Text.Json;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs;

internal static class CrawlOptionsOf
{
    /// <summary>What a crawl is to do: as submitted, and what its users have answered since.</summary>
    public static CrawlOptions Read(Job job)
    {
        var asked = job.Options.Deserialize<CrawlOptions>(TrawlJson.Options) ?? throw new InvalidOperationException($"Job {job.Id} has no options.");
        return asked with { MaxPages = job.PageLimit ?? asked.MaxPages, RespectRobots = asked.RespectRobots && !job.IgnoreRobots };
    }
}

using System.Text.Json;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs;

internal static class CrawlOptionsOf
{
    /// <summary>What a crawl was asked to do.</summary>
    public static CrawlOptions Read(Job job) =>
        job.Options.Deserialize<CrawlOptions>(TrawlJson.Options) ?? throw new InvalidOperationException($"Job {job.Id} has no options.");
}

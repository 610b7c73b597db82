using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>A crawl that was checked and may be accepted.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="Priority">Its place in the queue.</param>
/// <param name="Tags">The owner's words.</param>
/// <param name="Options">Everything else, URLs normalised.</param>
public sealed record NewJob(string UserId, JobPriority Priority, IReadOnlyList<string> Tags, CrawlOptions Options);

using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle.Beginning;

/// <summary>A crawl that was checked and may be accepted.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="Priority">Its place in the queue.</param>
/// <param name="Tags">The owner's words.</param>
/// <param name="Options">Everything else, URLs normalised.</param>
/// <param name="RefreshOf">The source that it asks again; null for a crawl, which finds or makes its source by its URLs.</param>
public sealed record NewJob(string UserId, JobPriority Priority, IReadOnlyList<string> Tags, CrawlOptions Options, Guid? RefreshOf = null);

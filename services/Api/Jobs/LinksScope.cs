using Trawl.Api.Database;

namespace Trawl.Api.Jobs;

/// <summary>Which options decided what links of a page were worth keeping: equal means the kept ones can be used again.</summary>
internal static class LinksScope
{
    public static Guid Of(Job job, CrawlOptions options) => UrlKey.Of(
        string.Join('\n', [options.Scope.ToString(), .. options.Urls, "+", .. job.MovedTo, "+", .. options.Include, "-", .. options.Exclude]));
}

using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Results.Pages.Links;

namespace Trawl.Api.Results.Pages;

/// <summary>A submitted page that is now at another address of its own site: that address is as good as submitted.</summary>
internal static class MovedRoot
{
    public static void Follow(Job job, CrawlOptions options, string target, NewLinks links)
    {
        // Sorted: which root answered first must not make another scope of it.
        if (!job.MovedTo.Contains(target))
            job.MovedTo = [.. job.MovedTo.Append(target).Order(StringComparer.Ordinal)];
        if (FirstSitemaps.Wanted(options))
            links.AddSitemap(FirstSitemaps.Of(target), 0);
    }
}

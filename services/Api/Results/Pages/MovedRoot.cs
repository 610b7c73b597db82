using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Urls;
using Trawl.Api.Results.Pages.Links;

namespace Trawl.Api.Results.Pages;

/// <summary>
/// A submitted page that is now elsewhere. An address of its own site is as good as submitted; of another one its user is asked, and
/// until then the page's message is where the address is kept.
/// </summary>
internal static class MovedRoot
{
    // A site that moves at every look is none.
    public const int MostMoves = 1000;
    private const string Before = "It has moved to ";
    private const string After = ".";

    public static string MessageOf(string target) => Before + target + After;

    /// <summary>Null for what is no <see cref="MessageOf"/>.</summary>
    public static string? TargetOf(string message) =>
        message.StartsWith(Before, StringComparison.Ordinal) && message.EndsWith(After, StringComparison.Ordinal) ? message[Before.Length..^After.Length] : null;

    public static void Follow(Job job, CrawlOptions options, string target, NewLinks links)
    {
        Note(job, target);
        if (FirstSitemaps.Wanted(options))
            links.AddSitemap(FirstSitemaps.Of(target), 0);
    }

    /// <summary>Sorted: which root answered first must not make another scope of it.</summary>
    public static void Note(Job job, string target)
    {
        if (!job.MovedTo.Contains(target))
            job.MovedTo = [.. job.MovedTo.Append(target).Order(StringComparer.Ordinal)];
    }
}

using System.Text.Json;
using Trawl.Contracts.Crawling;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Results;

/// <summary>What a crawler says became of a page: it was crawled, or it was not.</summary>
internal sealed record PageOutcome(Guid JobId, long PageId, PageCrawled? Crawled, PageFailed? Failed)
{
    public static PageOutcome Of(PageCrawled message) => new(message.JobId, message.PageId, message, null);

    public static PageOutcome Of(PageFailed message) => new(message.JobId, message.PageId, null, message);

    public IReadOnlyList<string> Links => Crawled?.Links ?? Failed!.Links;

    public int DurationMs => Crawled?.DurationMs ?? Failed!.DurationMs;

    /// <summary>The wire name of a reason.</summary>
    public static string NameOf(PageFailureReason reason) => Names[(int)reason];

    /// <summary>As the comments of <see cref="PageFailureReason"/> say: what is left out on purpose is no failure.</summary>
    public static bool IsSkip(PageFailureReason reason) => reason >= PageFailureReason.RobotsDisallowed;

    private static readonly string[] Names =
        Array.ConvertAll(Enum.GetValues<PageFailureReason>(), r => JsonSerializer.Serialize(r, TrawlJson.Options).Trim('"'));
}

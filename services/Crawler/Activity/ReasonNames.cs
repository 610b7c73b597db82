using System.Text.Json;
using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.Activity;

/// <summary>The wire names of failure reasons, looked up once.</summary>
internal static class ReasonNames
{
    private static readonly string[] Names =
        [.. Enum.GetValues<PageFailureReason>().Select(reason => JsonSerializer.SerializeToElement(reason).GetString()!)];

    public static string Of(PageFailureReason reason) => Names[(int)reason];
}

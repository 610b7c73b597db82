namespace Trawl.Api.Dispatch.Crawl;

/// <summary>What the live crawlers can do at once, and what of it is taken.</summary>
/// <param name="All">Requests.</param>
/// <param name="Taken">Those of open batches.</param>
/// <param name="Slow">Those of open batches whose host is slow, or may be.</param>
internal sealed record CrawlSlots(int All, int Taken = 0, int Slow = 0);

namespace Trawl.Api.Jobs;

/// <summary>A host that makes a job wait.</summary>
/// <param name="Host">Host and port.</param>
/// <param name="Reason"><c>robots_crawl_delay</c>, or <c>back_off</c> when the host asked to be left alone for a while.</param>
/// <param name="DelaySeconds">Between two requests, or until the next one.</param>
public sealed record SlowedBy(string Host, string Reason, double DelaySeconds);

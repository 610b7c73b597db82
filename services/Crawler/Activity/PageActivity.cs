namespace Trawl.Crawler.Activity;

/// <summary>What there is to tell of a page that is done.</summary>
/// <param name="Url">The page.</param>
/// <param name="Ok">Whether it gave a document.</param>
/// <param name="DurationMs">From the request's start to the text.</param>
/// <param name="Left">Pages of the batch still to come.</param>
/// <param name="Status">Of the answer; null when there was none.</param>
/// <param name="Bytes">Received.</param>
/// <param name="Reason">Why there is no document; null when there is one.</param>
internal readonly record struct PageActivity(string Url, bool Ok, int DurationMs, int Left, int? Status, long Bytes, string? Reason);

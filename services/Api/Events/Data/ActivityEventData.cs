namespace Trawl.Api.Events.Data;

internal sealed record ProcessingProgressData(string TaskName, int Completed, int Total, double ProgressPercent, string? Worker);

internal sealed record BatchCompleteData(string TaskName, int Completed, int Total, int? BatchSize, string? Worker);

internal sealed record TaskCompletedData(string TaskName, int Completed, int? Failed, long? DurationMs, string? Worker);

/// <param name="Item">Of a crawl the page's address.</param>
/// <param name="Status">Of a crawl the HTTP status; null when there was no answer.</param>
/// <param name="Bytes">Of a crawl how many were read.</param>
/// <param name="Reason">Of a crawl why a page was not stored.</param>
internal sealed record WorkerItemCompletedData(
    string WorkerName, string Item, bool Ok, long? DurationMs, int? QueueSize, int? Status = null, long? Bytes = null, string? Reason = null);

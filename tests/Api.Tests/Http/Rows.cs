using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Tests.Http;

/// <summary>Rows as the engine would have written them, for tests of what only reads.</summary>
internal static class Rows
{
    private static long _ids;

    public static Job Job(string userId, JobStatus status = JobStatus.Completed, Guid? sourceId = null)
    {
        var now = DateTimeOffset.UtcNow;
        var options = new CrawlOptions { Urls = ["http://93.184.216.34/"] };
        return new Job
        {
            Id = NextId(), Type = JobType.Crawl, Status = status, Stage = JobStage.Crawling, UserId = userId, SourceId = sourceId,
            Priority = JobPriority.Normal, Lane = JobPriority.Normal, LaneSince = now, QueuedAt = now,
            Options = JsonSerializer.SerializeToDocument(options, TrawlJson.Options), Models = JsonDocument.Parse("[]"),
            CreatedAt = now, StartedAt = status == JobStatus.Queued ? null : now, FinishedAt = status.IsTerminal() ? now : null, Version = 1,
        };
    }

    public static Source Source(string userId) => new()
    {
        Id = NextId(), UserId = userId, Key = Guid.NewGuid().ToString("N"), Url = "http://93.184.216.34/",
        Urls = ["http://93.184.216.34/"], CreatedAt = DateTimeOffset.UtcNow,
    };

    public static Document Document(Guid sourceId, string path = "/") => new()
    {
        Id = NextId(), SourceId = sourceId, Url = $"http://93.184.216.34{path}", UrlKey = UrlKey.Of($"http://93.184.216.34{path}"),
        Title = "A page", Description = "About it.", Language = "en", Markdown = "# A page\n\nWith <b>text</b>.", ContentHash = "abc", FetchedAt = DateTimeOffset.UtcNow, ChunkCount = 2,
    };

    public static Page Page(Guid jobId, string path, PageStatus status = PageStatus.Completed) => new()
    {
        JobId = jobId, Url = $"http://93.184.216.34{path}", UrlKey = UrlKey.Of($"http://93.184.216.34{path}"), Host = "93.184.216.34", Depth = 1,
        Status = status, Reason = status == PageStatus.Failed ? "http_client_error" : null, HttpStatus = status == PageStatus.Failed ? 404 : 200,
        Message = status == PageStatus.Failed ? "404 Not Found" : null, DurationMs = 12,
    };

    /// <summary>A worker has something of it: the dispatcher, which is at work in these hosts too, does not end the job.</summary>
    public static Lease Lease(Guid jobId) => new()
    {
        Id = Guid.NewGuid(), JobId = jobId, Kind = LeaseKind.Embed, Size = 1, Published = true,
        CreatedAt = DateTimeOffset.UtcNow, ExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
    };

    // "Newest first" is by id, and version 7 orders ids by the millisecond only: each row comes one later.
    private static Guid NextId() => Guid.CreateVersion7(DateTimeOffset.UtcNow.AddMilliseconds(Interlocked.Increment(ref _ids)));
}

using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Crawling;
using Trawl.Contracts.Embedding;
using Trawl.Contracts.Jobs;
using Trawl.Contracts.Workers;

namespace Trawl.Contracts.Tests;

/// <summary>One sample of each message, every property set.</summary>
internal static class WireSamples
{
    private static readonly Guid Job = Guid.Parse("0198f000-0000-7000-8000-000000000001");
    private static readonly Guid Batch = Guid.Parse("0198f000-0000-7000-8000-000000000002");
    private static readonly Guid Document = Guid.Parse("0198f000-0000-7000-8000-000000000003");
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static ChannelEvent Event { get; } = new()
    {
        Type = EventTypes.Progress,
        Channel = $"job:{Job}",
        JobId = Job,
        Version = 231,
        Timestamp = Time,
        Data = JsonSerializer.SerializeToElement(new { progress = 42.5 }),
    };

    private static readonly Dictionary<Type, object> Samples = new object[]
    {
        new CrawlBatch
        {
            BatchId = Batch,
            JobId = Job,
            UserId = "alice",
            Host = "docs.example.com",
            Pages = [new PageToCrawl { PageId = 7, Url = "https://docs.example.com/a", Depth = 1, Kind = PageKind.Page, ETag = "\"x\"", LastModified = "Fri, 02 Jan 2026 03:04:05 GMT" }],
            Scope = new CrawlScope { Kind = ScopeKind.Host, Roots = ["https://docs.example.com/"], Include = ["/docs/**"], Exclude = ["/docs/old/**"], MaxDepth = 10 },
            Concurrency = 4,
            DelayMs = 100,
            RespectRobots = true,
        },
        new PageCrawled
        {
            BatchId = Batch,
            JobId = Job,
            PageId = 7,
            Url = "https://docs.example.com/a",
            HttpStatus = 200,
            NotModified = false,
            Title = "A",
            Language = "en",
            Description = "About A",
            Canonical = "https://docs.example.com/c",
            Markdown = "# A",
            ContentHash = "00ff",
            ETag = "\"x\"",
            LastModified = "Fri, 02 Jan 2026 03:04:05 GMT",
            Links = ["https://docs.example.com/b"],
            SkippedLinks = [new SkippedLink { Url = "https://docs.example.com/b.zip", Reason = PageFailureReason.ContentType }],
            Bytes = 1234,
            DurationMs = 56,
        },
        new PageFailed
        {
            BatchId = Batch,
            JobId = Job,
            PageId = 7,
            Url = "https://docs.example.com/a",
            Reason = PageFailureReason.RateLimited,
            Message = "429 Too Many Requests",
            HttpStatus = 429,
            Retryable = true,
            RetryAfterMs = 1000,
            Links = [],
            SkippedLinks = [new SkippedLink { Url = "https://docs.example.com/b.zip", Reason = PageFailureReason.ContentType }],
            RedirectTarget = "https://www.example.com/",
            ETag = "\"x\"",
            LastModified = "Fri, 02 Jan 2026 03:04:05 GMT",
            Bytes = 1234,
            DurationMs = 5,
        },
        new SitemapRead
        {
            BatchId = Batch,
            JobId = Job,
            PageId = 8,
            Url = "https://docs.example.com/sitemap.xml",
            NotModified = false,
            Urls = ["https://docs.example.com/b"],
            Sitemaps = ["https://docs.example.com/sitemap-2.xml"],
            SkippedLinks = [new SkippedLink { Url = "https://docs.example.com/b.zip", Reason = PageFailureReason.ContentType }],
            ETag = "\"x\"",
            LastModified = "Fri, 02 Jan 2026 03:04:05 GMT",
            Message = "The file is cut off after 50000 URLs.",
            DurationMs = 5,
        },
        new CrawlBatchCompleted
        {
            BatchId = Batch,
            JobId = Job,
            Host = "docs.example.com",
            Crawled = 1,
            Failed = 2,
            Unanswered = 1,
            NotFetched = [8],
            DurationMs = 900,
            RobotsCrawlDelayMs = 10000,
            WorkerId = "box-crawler-1",
        },
        new EmbedDocuments
        {
            BatchId = Batch,
            JobId = Job,
            UserId = "alice",
            Models = ["hashing-384"],
            Documents = [new DocumentToEmbed { DocumentId = Document, ContentHash = "00ff", Title = "A", KnownChunks = [Document], Markdown = "# A" }],
        },
        new DocumentsEmbedded
        {
            BatchId = Batch,
            JobId = Job,
            Models = [new ModelOutcome { Model = "hashing-384", Provider = "builtin", Dimensions = 2, DurationMs = 3, Error = "none" }],
            Documents =
            [
                new EmbeddedDocument
                {
                    DocumentId = Document,
                    ContentHash = "00ff",
                    Chunks = [new EmbeddedChunk { Index = 0, Heading = "A › B", Text = "text", Tokens = 1, Hash = Document, Vectors = [[0, 0, 128, 63, 0, 0, 0, 64]] }],
                },
            ],
            DurationMs = 4,
            WorkerId = "box-embedder-1",
        },
        new EmbedQuery { Model = "hashing-384", Text = "words" },
        new QueryEmbedded { Model = "hashing-384", Vector = [0, 0, 128, 63], Error = "none" },
        new StopJob { JobId = Job },
        new WorkerHeartbeat
        {
            WorkerId = "box-embedder-1",
            Kind = WorkerKind.Embedder,
            Slots = 2,
            Busy = 1,
            Version = "0.1.0",
            StartedAt = Time,
            Models = [new EmbeddingModel { Name = "hashing-384", Provider = "builtin", Dimensions = 384 }],
            Stopping = false,
        },
        new GetChannelHistory { Channel = $"job:{Job}", After = 3, Limit = 500 },
        new ChannelHistory
        {
            Channel = $"job:{Job}",
            Found = true,
            OwnerId = "alice",
            Seq = 4,
            Recovered = true,
            Snapshot = JsonSerializer.SerializeToElement(new { id = Job }),
            Ended = false,
            Events = [Event with { Type = EventTypes.Started, Seq = 4, Data = JsonSerializer.SerializeToElement(new { }) }],
        },
    }.ToDictionary(sample => sample.GetType());

    public static object Of(Type message) =>
        Samples.TryGetValue(message, out var sample) ? sample : throw new KeyNotFoundException($"Give {message.Name} a sample in {nameof(WireSamples)}.");
}

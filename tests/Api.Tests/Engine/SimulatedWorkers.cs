using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Trawl.Contracts.Crawling;
using Trawl.Contracts.Embedding;
using Trawl.Contracts.Jobs;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Tests.Engine;

/// <summary>Crawlers and embedders that live in the test: as good or as bad as it says.</summary>
internal sealed class SimulatedWorkers
{
    public const string Model = "hashing-384";

    public TestGraph? Graph { get; set; }

    /// <summary>What a batch is answered with; the default is an honest, orderly crawler.</summary>
    public Func<CrawlBatch, IEnumerable<object>> Crawl { get; set; }

    public Func<EmbedDocuments, IEnumerable<object>> Embed { get; set; } = batch => [Embedded(batch)];

    public ConcurrentQueue<CrawlBatch> Batches { get; } = new();

    /// <summary>By when each crawl batch had to be taken up.</summary>
    public ConcurrentQueue<DateTime?> TakenUpBy { get; } = new();
    public ConcurrentQueue<EmbedDocuments> EmbedBatches { get; } = new();
    public ConcurrentQueue<Guid> Stopped { get; } = new();

    public SimulatedWorkers() => Crawl = batch => [.. batch.Pages.Select(p => Result(batch, p)), Completed(batch)];

    public object Result(CrawlBatch batch, PageToCrawl page) =>
        Graph is null || Graph.Has(page.Url) ? Page(batch, page, Graph?.LinksOf(page.Url) ?? []) : Failure(batch, page, PageFailureReason.HttpClientError);

    public static PageCrawled Page(CrawlBatch batch, PageToCrawl page, IReadOnlyList<string> links, string? text = null)
    {
        var markdown = text ?? $"# {page.Url}\n\nText of {page.Url}";
        return new PageCrawled
        {
            BatchId = batch.BatchId, JobId = batch.JobId, PageId = page.PageId, Url = page.Url, HttpStatus = 200, NotModified = false, Title = page.Url,
            Markdown = markdown, ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(markdown))), Links = links, Bytes = 100,
            DurationMs = 3,
        };
    }

    public static PageFailed Failure(CrawlBatch batch, PageToCrawl page, PageFailureReason reason, bool retryable = false, int? retryAfterMs = null) => new()
    {
        BatchId = batch.BatchId, JobId = batch.JobId, PageId = page.PageId, Url = page.Url, Reason = reason, Message = "It did not work.",
        Retryable = retryable, RetryAfterMs = retryAfterMs, Links = [], DurationMs = 2,
    };

    public static CrawlBatchCompleted Completed(CrawlBatch batch, params long[] notFetched) => new()
    {
        BatchId = batch.BatchId, JobId = batch.JobId, Host = batch.Host, Crawled = batch.Pages.Count - notFetched.Length, Failed = 0,
        NotFetched = notFetched, DurationMs = 10, WorkerId = "crawler",
    };

    public static DocumentsEmbedded Embedded(EmbedDocuments batch) => new()
    {
        BatchId = batch.BatchId, JobId = batch.JobId, DurationMs = 5, WorkerId = "embedder",
        Models = [.. batch.Models.Select(m => new ModelOutcome { Model = m, Provider = "builtin", Dimensions = 2, DurationMs = 5 })],
        Documents = [.. batch.Documents.Select(d => new EmbeddedDocument
        {
            DocumentId = d.DocumentId, ContentHash = d.ContentHash,
            Chunks = [.. Enumerable.Range(0, 2).Select(i => new EmbeddedChunk
            {
                Index = i, Heading = "", Text = d.Markdown, Tokens = 4, Vectors = [.. batch.Models.Select(_ => new byte[8])],
            })],
        })],
    };

    public static WorkerHeartbeat Heartbeat(WorkerKind kind, int slots, bool stopping = false) => new()
    {
        WorkerId = kind.ToString(), Kind = kind, Slots = slots, Busy = 0, Version = "0", StartedAt = DateTimeOffset.UtcNow, Stopping = stopping,
        Models = kind == WorkerKind.Embedder ? [new EmbeddingModel { Name = Model, Provider = "builtin", Dimensions = 2 }] : [],
    };
}

internal sealed class SimulatedCrawler(SimulatedWorkers workers) : IConsumer<CrawlBatch>
{
    public async Task Consume(ConsumeContext<CrawlBatch> context)
    {
        workers.TakenUpBy.Enqueue(context.ExpirationTime);
        workers.Batches.Enqueue(context.Message);
        foreach (var answer in workers.Crawl(context.Message))
            await context.Publish(answer);
    }
}

internal sealed class SimulatedEmbedder(SimulatedWorkers workers) : IConsumer<EmbedDocuments>
{
    public async Task Consume(ConsumeContext<EmbedDocuments> context)
    {
        workers.EmbedBatches.Enqueue(context.Message);
        foreach (var answer in workers.Embed(context.Message))
            await context.Publish(answer);
    }
}

internal sealed class SimulatedStop(SimulatedWorkers workers) : IConsumer<StopJob>
{
    public Task Consume(ConsumeContext<StopJob> context)
    {
        workers.Stopped.Enqueue(context.Message.JobId);
        return Task.CompletedTask;
    }
}

using System.Text.Json.Serialization;

namespace Trawl.Contracts.Workers;

/// <summary>What a worker does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerKind>))]
public enum WorkerKind
{
    /// <summary>Takes <see cref="Crawling.CrawlBatch"/>.</summary>
    [JsonStringEnumMemberName("crawler")] Crawler,

    /// <summary>Takes <see cref="Embedding.EmbedDocuments"/>.</summary>
    [JsonStringEnumMemberName("embedder")] Embedder,
}

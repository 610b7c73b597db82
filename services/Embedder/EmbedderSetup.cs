using MassTransit;
using Microsoft.Extensions.Options;
using Trawl.Embedder.EmbedDocuments;
using Trawl.Embedder.EmbedQuery;
using Trawl.Embedder.Models;
using Trawl.Embedder.Models.OpenAi;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;
using Trawl.Work;
using Trawl.WorkerDefaults;

namespace Trawl.Embedder;

/// <summary>The Embedder as a module of any process.</summary>
public static class EmbedderSetup
{
    public static WebApplicationBuilder AddEmbedder(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<EmbedderOptions>("Embedder");
        // The request's own time-out decides; the client's would end a slow model's work at 100 seconds whatever is configured.
        builder.Services.AddHttpClient(OpenAiEmbeddingGenerator.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton<ModelRegistry>();
        builder.Services.AddSingleton<BatchEmbedder>();
        // More slots than processors wait for a provider; they need no threads to wait with.
        builder.Services.AddSingleton(services =>
            new CpuThreads(Math.Min(services.GetRequiredService<IOptions<EmbedderOptions>>().Value.Slots, Environment.ProcessorCount), "embedding"));
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<EmbedDocumentsConsumer, EmbedDocumentsConsumerDefinition>();
            bus.AddConsumer<EmbedQueryConsumer, EmbedQueryConsumerDefinition>();
        });
        return builder.AddWorker<EmbedderWorker>();
    }
}

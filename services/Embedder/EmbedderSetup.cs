using MassTransit;
using Trawl.Embedder.EmbedDocuments;
using Trawl.Embedder.EmbedQuery;
using Trawl.Embedder.Heartbeat;
using Trawl.Embedder.Models;
using Trawl.Embedder.Models.OpenAi;
using Trawl.Embedder.StopJob;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;

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
        builder.Services.AddSingleton<EmbedderWorker>();
        builder.Services.AddSingleton<StoppedJobs>();
        builder.Services.AddHostedService<HeartbeatService>();
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<EmbedDocumentsConsumer, EmbedDocumentsConsumerDefinition>();
            bus.AddConsumer<EmbedQueryConsumer, EmbedQueryConsumerDefinition>();
            bus.AddConsumer<EmbedderStopJobConsumer>().Endpoint(InstanceEndpoint.Configure);
        });
        return builder;
    }
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Workers;
using Trawl.Embedder.Models.Hashing;
using Trawl.Embedder.Models.OpenAi;

namespace Trawl.Embedder.Models;

/// <summary>The configured models by name.</summary>
internal sealed partial class ModelRegistry
{
    private readonly Dictionary<string, ConfiguredModel> models;
    private readonly ILogger<ModelRegistry> logger;

    public ModelRegistry(IOptions<EmbedderOptions> options, IHttpClientFactory http, ILogger<ModelRegistry> logger)
    {
        this.logger = logger;
        models = options.Value.EffectiveModels()
            .Select(model => new ConfiguredModel(model.Name, model.Provider, model.Dimensions, Create(model, http)))
            .ToDictionary(model => model.Name, StringComparer.Ordinal);
        Announced = [.. models.Values.Select(m => new EmbeddingModel { Name = m.Name, Provider = m.Provider, Dimensions = m.Dimensions })];
        LogModels(string.Join(", ", Announced.Select(model => $"{model.Name} ({model.Provider}, {model.Dimensions})")));
    }

    /// <summary>As heartbeats tell of them.</summary>
    public IReadOnlyList<EmbeddingModel> Announced { get; }

    public ConfiguredModel? Find(string name) => models.GetValueOrDefault(name);

    private static IEmbeddingGenerator<string, Embedding<float>> Create(ModelOptions model, IHttpClientFactory http) => model.Provider switch
    {
        Providers.BuiltIn => new HashingEmbeddingGenerator(model.Name, model.Dimensions),
        Providers.OpenAi => new OpenAiEmbeddingGenerator(model, http),
        _ => throw new InvalidOperationException($"No provider {model.Provider}: the options are validated."),
    };
}

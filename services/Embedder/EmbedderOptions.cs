using Trawl.ServiceDefaults;

namespace Trawl.Embedder;

/// <summary>Section <c>Embedder</c>.</summary>
public sealed class EmbedderOptions : IValidatedOptions
{
    /// <summary>Batches embedded at the same time; the work is computing, so more than processors gains nothing unless a provider is far away. Defaults to the number of processors.</summary>
    public int Slots { get; set; } = Environment.ProcessorCount;

    /// <summary>The models jobs may name. Defaults to one, <c>hashing-384</c>, built in.</summary>
    public IReadOnlyList<ModelOptions> Models { get; set; } = [];

    /// <summary>The configured models, or the default one: a list's default in its initialiser would stay when a list is configured.</summary>
    internal IReadOnlyList<ModelOptions> EffectiveModels() => Models.Count > 0 ? Models : [new ModelOptions { Name = "hashing-384" }];

    public IEnumerable<string> Validate(string section)
    {
        if (Slots is < 1 or > 1024)
            yield return $"{section}:Slots is {Slots}. Set it to a number from 1 to 1024.";
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Models.Count; i++)
        {
            foreach (var fault in Models[i].Validate($"{section}:Models:{i}"))
                yield return fault;
            if (!names.Add(Models[i].Name))
                yield return $"{section}:Models:{i}:Name is '{Models[i].Name}', as another model's is. Give each model a name of its own.";
        }
    }
}

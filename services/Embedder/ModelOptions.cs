using Trawl.Embedder.Models;
using Trawl.ServiceDefaults;

namespace Trawl.Embedder;

/// <summary>One model, section <c>Embedder:Models:N</c>.</summary>
public sealed class ModelOptions : IValidatedOptions
{
    /// <summary>pgvector's index takes no longer ones.</summary>
    private const int MostDimensions = 2000;

    /// <summary>What jobs call it, and what an <c>openai</c> provider is asked for. Defaults to none: it must be set.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>builtin</c> (feature hashing, in this process) or <c>openai</c> (any server that speaks OpenAI's embeddings API). Defaults to <c>builtin</c>.</summary>
    public string Provider { get; set; } = Providers.BuiltIn;

    /// <summary>Of an <c>openai</c> provider: the URL above <c>/embeddings</c>, for instance <c>http://127.0.0.1:11434/v1</c>. Defaults to none.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Of an <c>openai</c> provider: sent as bearer token. Defaults to none, which local servers take.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Length of the vectors. An <c>openai</c> provider must answer with just that many. Defaults to 384.</summary>
    public int Dimensions { get; set; } = 384;

    /// <summary>Of an <c>openai</c> provider: texts in one request. Defaults to 64.</summary>
    public int BatchSize { get; set; } = 64;

    /// <summary>Of an <c>openai</c> provider: how long one request may take. Defaults to 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<string> Validate(string section)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
            yield return $"{section}:Name is {(Name.Length > 100 ? "longer than 100 characters" : "missing")}. Set it to the name jobs shall use.";
        if (Provider is not (Providers.BuiltIn or Providers.OpenAi))
            yield return $"{section}:Provider is '{Provider}'. Set it to builtin or openai.";
        if (Provider == Providers.OpenAi && Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"{section}:Endpoint is {(Endpoint is null ? "missing" : "not an http(s) URL")}. Set it to the URL above /embeddings, as in https://api.openai.com/v1.";
        if (Provider == Providers.BuiltIn && Endpoint is not null)
            yield return $"{section}:Endpoint is set, but the builtin provider has none. Set {section}:Provider to openai, or take it out.";
        if (Dimensions is < 16 or > MostDimensions)
            yield return $"{section}:Dimensions is {Dimensions}. Set it to a number from 16 to {MostDimensions}.";
        if (BatchSize is < 1 or > 2048)
            yield return $"{section}:BatchSize is {BatchSize}. Set it to a number from 1 to 2048.";
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromHours(1))
            yield return $"{section}:Timeout is {Timeout}. Set it to more than nothing and at most 01:00:00.";
    }
}

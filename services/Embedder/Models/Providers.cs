namespace Trawl.Embedder.Models;

/// <summary>The values of <see cref="ModelOptions.Provider"/>, as they also stand in heartbeats and results.</summary>
internal static class Providers
{
    public const string BuiltIn = "builtin";
    public const string OpenAi = "openai";
}

using System.Text.Json;

namespace Trawl.Pipeline.Tests.Contract;

/// <summary>A row of section 5: the fields of its data, and how it comes about and is heard.</summary>
/// <param name="Fields">That its data has, whatever their values.</param>
/// <param name="Heard">Makes it happen and hears it over a socket.</param>
public sealed record EventProof(string[] Fields, Func<Scene, Task<JsonElement>> Heard);

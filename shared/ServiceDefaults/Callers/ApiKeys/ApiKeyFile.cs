using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trawl.ServiceDefaults.Callers.ApiKeys;

/// <summary><c>Auth:KeysFile</c>: a JSON array of entries like those of <c>Auth:ApiKeys</c>.</summary>
internal static class ApiKeyFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, RespectNullableAnnotations = true,
    };

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static byte[] Load(string path) => File.ReadAllBytes(path);

    /// <exception cref="JsonException">It is no list of entries.</exception>
    public static IEnumerable<(ApiKeyOptions Options, string Path)> Parse(byte[] json) =>
        (JsonSerializer.Deserialize<ApiKeyOptions[]>(json, Strict) ?? []).Select((key, i) => (key ?? new ApiKeyOptions(), $"Auth:KeysFile[{i}]"));
}

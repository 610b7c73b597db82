using System.Text.Json;

namespace Trawl.Pipeline.Tests.Contract;

/// <summary>As much of JSON Schema as the OpenAPI document uses: what of a value is not as it says.</summary>
internal sealed class Schema(JsonElement document)
{
    public IReadOnlyList<string> Faults(JsonElement schema, JsonElement value, string path = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Faults(Find(reference.GetString()!), value, path);
        if (schema.TryGetProperty("oneOf", out var either))
            return either.EnumerateArray().Any(one => Faults(one, value, path).Count == 0) ? [] : [$"{path}: {value} is none of {either}"];
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(name, value)))
            return [$"{path}: {value} is not {type}"];
        if (schema.TryGetProperty("enum", out var names) && value.ValueKind == JsonValueKind.String && names.EnumerateArray().All(name => !name.ValueEquals(value.GetString())))
            return [$"{path}: {value} is none of {names}"];
        return value.ValueKind switch
        {
            JsonValueKind.Object => [.. OfObject(schema, value, path)],
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => [.. value.EnumerateArray().SelectMany((item, i) => Faults(items, item, $"{path}[{i}]"))],
            _ => [],
        };
    }

    /// <summary>The data of a type of event.</summary>
    public JsonElement DataOf(string type) => Find("#/components/schemas/EventData").GetProperty("properties").GetProperty(type);

    private IEnumerable<string> OfObject(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
                yield return $"{path}.{name} is missing";
        if (!schema.TryGetProperty("properties", out var properties))
            yield break;
        foreach (var property in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(property.Name, out var known))
                yield return $"{path}.{property.Name} is not in the document";
            else
                foreach (var fault in Faults(known, property.Value, $"{path}.{property.Name}"))
                    yield return fault;
        }
    }

    private JsonElement Find(string reference) => reference[2..].Split('/').Aggregate(document, (at, name) => at.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };
}

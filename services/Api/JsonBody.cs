using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api;

/// <summary>
/// A request's JSON object, read strictly: no unknown field, no wrong type, no null where none belongs, names as they are
/// written. Minimal API binding would stop at the first of these and could not name the field; this reports them all.
/// </summary>
internal sealed class JsonBody(byte[] bytes, JsonElement root)
{
    private static readonly JsonSerializerOptions Strict = CreateOptions();
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    /// <summary>As received.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    public JsonElement Root => root;

    /// <summary>Reads the body, or says why it is none.</summary>
    public static async Task<(JsonBody? Body, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType is not null && !request.HasJsonContentType())
            return (null, Problems.UnsupportedMediaType());
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.ToArray();
        if (bytes.Length == 0)
            return (null, Problems.MalformedJson("The body is empty."));
        if (request.ContentType is null)
            return (null, Problems.UnsupportedMediaType());
        try
        {
            using var document = JsonDocument.Parse(bytes, NoDuplicates);
            var root = document.RootElement.Clone();
            // Names that are no text (a lone surrogate) are found here, where it still is a matter of syntax.
            if (root.ValueKind == JsonValueKind.Object)
                foreach (var field in root.EnumerateObject())
                    _ = field.Name;
            return root.ValueKind == JsonValueKind.Object
                ? (new JsonBody(bytes, root), null)
                : (null, Problems.MalformedJson($"It is {(root.ValueKind == JsonValueKind.Array ? "an array" : "a bare value")}."));
        }
        catch (JsonException e)
        {
            return (null, Problems.MalformedJson($"It cannot be read at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            return (null, Problems.MalformedJson("A name in it is not valid Unicode."));
        }
    }

    /// <summary>The body as <typeparamref name="T"/>; fields at fault keep their defaults and are named in <paramref name="faults"/>.</summary>
    public T As<T>(Faults faults)
        where T : class
    {
        var type = (JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T));
        var value = type.CreateObject!();
        foreach (var field in root.EnumerateObject())
        {
            var property = type.Properties.FirstOrDefault(p => p.Name == field.Name);
            if (property is null)
                faults.Add(field.Name, "There is no such field.");
            else
                Set(value, property, field.Value, faults);
        }

        return value;
    }

    private static void Set(object target, JsonPropertyInfo property, JsonElement json, Faults faults)
    {
        try
        {
            var value = json.Deserialize(property.PropertyType, Strict);
            if (property.PropertyType.IsEnum && !json.ValueEquals(JsonNamingPolicy.CamelCase.ConvertName(value!.ToString()!)))
                // The converter would take "low,high" for a number that neither is.
                faults.Add(property.Name, $"Must be {WordsFor(property.PropertyType)}.");
            else if (value is null && !property.IsSetNullable)
                faults.Add(property.Name, "Must not be null.");
            else
                property.Set!(target, value);
        }
        catch (JsonException e)
        {
            faults.Add(property.Name + e.Path?.TrimStart('$'), $"Must be {WordsFor(property.PropertyType)}.");
        }
    }

    private static string WordsFor(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.CamelCase.ConvertName)),
            _ when plain == typeof(int) => "a whole number",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(string) => "text",
            _ => "a list of texts",
        };
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(TrawlJson.Options) { PropertyNameCaseInsensitive = false, RespectNullableAnnotations = true };
        options.MakeReadOnly();
        return options;
    }
}

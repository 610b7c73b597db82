using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api;

/// <summary>
/// A request's JSON object, read strictly: no unknown field, no wrong type, no null where none belongs, names as they are
/// written. Minimal API binding would stop at the first of these and could not name the field; this reports them all.
/// </summary>
internal sealed class JsonBody(byte[] bytes, JsonElement root, string path = "")
{
    private static readonly JsonSerializerOptions Strict = CreateOptions();
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new object());
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    /// <summary>As received.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    public JsonElement Root => root;

    /// <summary>Where a field is, as faults name it.</summary>
    public string PathOf(string field) => path + field;

    /// <summary>Reads the body, or says why it is none.</summary>
    public static async Task<(JsonBody? Body, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (bytes, root, problem) = await ParseAsync(request, cancellationToken);
        return problem is not null ? (null, problem)
            : root.ValueKind == JsonValueKind.Object ? (new JsonBody(bytes, root), null)
            : (null, Problems.MalformedJson($"It is {(root.ValueKind == JsonValueKind.Array ? "an array" : "a bare value")}."));
    }

    /// <summary>The same where a body may be left out: as if it were an object without fields.</summary>
    public static async Task<(JsonBody? Body, ProblemHttpResult? Problem)> ReadOptionalAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.ContentType is null && request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding")
            ? (new JsonBody([], Nothing), null)
            : await ReadAsync(request, cancellationToken);

    /// <summary>Reads one object, or an array of up to <paramref name="most"/> of them; faults are then named as <c>[3].field</c>.</summary>
    public static async Task<(IReadOnlyList<JsonBody>? Bodies, ProblemHttpResult? Problem)> ReadManyAsync(
        HttpRequest request, int most, CancellationToken cancellationToken)
    {
        var (bytes, root, problem) = await ParseAsync(request, cancellationToken);
        if (problem is not null)
            return (null, problem);
        if (root.ValueKind == JsonValueKind.Object)
            return ([new JsonBody(bytes, root)], null);
        if (root.ValueKind != JsonValueKind.Array)
            return (null, Problems.MalformedJson("It is a bare value."));
        var faults = new Faults();
        if (root.GetArrayLength() is 0 || root.GetArrayLength() > most)
            faults.Add("$", most == 1 ? "Must be one." : $"Must be 1 to {most} of them.");
        else
            foreach (var (i, element) in root.EnumerateArray().Index())
                if (element.ValueKind != JsonValueKind.Object)
                    faults.Add($"[{i}]", "Must be an object.");
        return faults.Any
            ? (null, faults.ToProblem())
            : ([.. root.EnumerateArray().Select((element, i) => new JsonBody(bytes, element, $"[{i}]."))], null);
    }

    /// <summary>An object that is a field's value, to be read as strictly.</summary>
    public JsonBody Nested(string field, JsonElement value) => new(bytes, value, $"{path}{field}.");

    private static async Task<(byte[] Bytes, JsonElement Root, ProblemHttpResult? Problem)> ParseAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType is not null && !request.HasJsonContentType())
            return ([], default, Problems.UnsupportedMediaType());
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.ToArray();
        if (bytes.Length == 0)
            return ([], default, Problems.MalformedJson("The body is empty."));
        if (request.ContentType is null)
            return ([], default, Problems.UnsupportedMediaType());
        try
        {
            using var document = JsonDocument.Parse(bytes, NoDuplicates);
            var root = document.RootElement.Clone();
            ReadNames(root);
            return (bytes, root, null);
        }
        catch (JsonException e)
        {
            return ([], default, Problems.MalformedJson($"It cannot be read at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            return ([], default, Problems.MalformedJson("A name in it is not valid Unicode."));
        }
    }

    /// <summary>Names that are no text (a lone surrogate) are found here, where it still is a matter of syntax.</summary>
    private static void ReadNames(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            foreach (var element in json.EnumerateArray())
                ReadNames(element);
        else if (json.ValueKind == JsonValueKind.Object)
            foreach (var field in json.EnumerateObject())
            {
                _ = field.Name;
                ReadNames(field.Value);
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
                faults.Add(path + field.Name, "There is no such field.");
            else
                Set(value, property, field.Value, faults);
        }

        return value;
    }

    private void Set(object target, JsonPropertyInfo property, JsonElement json, Faults faults)
    {
        try
        {
            var value = json.Deserialize(property.PropertyType, Strict);
            if (value is Enum && !json.ValueEquals(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!)))
                // The converter would take "low,high" for a number that neither is.
                faults.Add(path + property.Name, $"Must be {WordsFor(property.PropertyType)}.");
            else if (value is null && !property.IsSetNullable)
                faults.Add(path + property.Name, "Must not be null.");
            else
                property.Set!(target, value);
        }
        catch (JsonException e)
        {
            faults.Add(path + property.Name + e.Path?.TrimStart('$'), $"Must be {WordsFor(property.PropertyType)}.");
        }
    }

    private static string WordsFor(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.CamelCase.ConvertName)),
            _ when plain == typeof(int) || plain == typeof(long) => "a whole number",
            _ when plain == typeof(double) => "a number",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(string) => "text",
            _ when plain == typeof(Guid) => "an id",
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

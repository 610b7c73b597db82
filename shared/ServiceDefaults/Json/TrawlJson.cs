using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trawl.ServiceDefaults.Json;

/// <summary>How Trawl writes JSON for frontends: camelCase, strings for enums, times in UTC with a <c>Z</c>, no needless escapes.</summary>
public static class TrawlJson
{
    /// <summary>Shared and read-only. Nulls are written.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the same settings to options that a framework owns.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // Text goes to JSON parsers, never into HTML unescaped.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new UtcConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.NumberHandling = JsonNumberHandling.Strict;
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

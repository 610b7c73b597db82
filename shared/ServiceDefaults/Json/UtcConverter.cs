using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trawl.ServiceDefaults.Json;

/// <summary>Writes times as <c>2026-01-02T03:04:05Z</c>. By itself the serializer writes <c>+00:00</c>, and the same moment would be told in two spellings.</summary>
internal sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}

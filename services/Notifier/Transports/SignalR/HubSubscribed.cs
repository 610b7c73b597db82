using System.Text.Json;
using System.Text.Json.Serialization;
using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.SignalR;

/// <summary>
/// The return value of <c>Subscribe</c>. SignalR has no word for "it is being sent now", but it serialises a result while it
/// holds the connection's write lock: that is the moment in which the channel's events may queue up behind it.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed class HubSubscribed(SubscribeAnswer answer)
{
    private sealed class Converter : JsonConverter<HubSubscribed>
    {
        public override HubSubscribed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Only the server says it.");

        public override void Write(Utf8JsonWriter writer, HubSubscribed value, JsonSerializerOptions options)
        {
            if (value.Answer.Joined is not { } joined)
            {
                writer.WriteNullValue();
                return;
            }

            writer.WriteStartObject();
            ServerMessageJson.WriteJoined(writer, joined);
            writer.WriteEndObject();
            value.Answer.Open();
        }
    }

    private SubscribeAnswer Answer { get; } = answer;
}

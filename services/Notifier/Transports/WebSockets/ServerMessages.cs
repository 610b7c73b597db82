using System.Buffers;
using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.WebSockets;

/// <summary>What the server says on a raw WebSocket besides events, as complete frames.</summary>
internal static class ServerMessages
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly ControlFrame Pong = Frame("pong", static _ => { });

    public static ControlFrame Connected(string connectionId, DateTimeOffset now) => Frame("connected", json =>
    {
        json.WriteString("connectionId", connectionId);
        json.WriteString("timestamp", now.UtcDateTime);
    });

    public static ControlFrame Subscribed(Joined joined) => Frame("subscribed", json =>
    {
        json.WriteString("channel", joined.Channel);
        json.WriteNumber("seq", joined.Seq);
        json.WriteBoolean("recovered", joined.Recovered);
        json.WritePropertyName("snapshot");
        if (joined.Snapshot is { } snapshot)
            snapshot.WriteTo(json);
        else
            json.WriteNullValue();
    });

    public static ControlFrame Unsubscribed(string channel, string reason) => Frame("unsubscribed", json =>
    {
        json.WriteString("channel", channel);
        json.WriteString("reason", reason);
    });

    public static ControlFrame Error(ClientError error) => Frame("error", json =>
    {
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        if (error.Channel is not null)
            json.WriteString("channel", error.Channel);
    });

    private static ControlFrame Frame(string type, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            write(json);
            json.WriteEndObject();
        }

        return new ControlFrame(FrameWriter.Frame(FrameOpcode.Text, buffer.WrittenSpan));
    }
}

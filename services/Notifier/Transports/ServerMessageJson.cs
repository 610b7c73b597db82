using System.Buffers;
using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports;

/// <summary>What the server says besides events, as JSON: the same words on every transport that has words of its own.</summary>
internal static class ServerMessageJson
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlySpan<byte> Pong() => Write("pong", static _ => { });

    public static ReadOnlySpan<byte> Connected(string connectionId, DateTimeOffset now, Caller caller) => Write("connected", json =>
    {
        json.WriteString("connectionId", connectionId);
        json.WriteString("timestamp", now.UtcDateTime);
        WriteExpiry(json, caller);
    });

    public static ReadOnlySpan<byte> Authenticated(Caller caller) => Write("authenticated", json =>
    {
        json.WriteString("userId", caller.UserId);
        WriteExpiry(json, caller);
    });

    /// <summary>When the client will have to say anew who it is, into an object that has been begun; nothing when it need not.</summary>
    public static void WriteExpiry(Utf8JsonWriter json, Caller caller)
    {
        if (caller.Credential?.ExpiresAt is { } expiresAt)
            json.WriteString("expiresAt", expiresAt.UtcDateTime);
    }

    public static ReadOnlySpan<byte> Subscribed(Joined joined) => Write("subscribed", json => WriteJoined(json, joined));

    /// <summary>The fields of the answer to a subscription, into an object that has been begun.</summary>
    public static void WriteJoined(Utf8JsonWriter json, Joined joined)
    {
        json.WriteString("channel", joined.Channel);
        json.WriteNumber("seq", joined.Seq);
        json.WriteBoolean("recovered", joined.Recovered);
        json.WritePropertyName("snapshot");
        if (joined.Snapshot is { } snapshot)
            snapshot.WriteTo(json);
        else
            json.WriteNullValue();
    }

    public static ReadOnlySpan<byte> Unsubscribed(string channel, string reason) => Write("unsubscribed", json =>
    {
        json.WriteString("channel", channel);
        json.WriteString("reason", reason);
    });

    public static ReadOnlySpan<byte> Error(ClientError error) => Write("error", json =>
    {
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        if (error.Channel is not null)
            json.WriteString("channel", error.Channel);
    });

    /// <summary>The server is about to close; when the client is to come back.</summary>
    public static ReadOnlySpan<byte> Closing(string reason, TimeSpan reconnectIn) => Write("closing", json =>
    {
        json.WriteString("reason", reason);
        json.WriteNumber("reconnectInMs", (long)reconnectIn.TotalMilliseconds);
    });

    private static ReadOnlySpan<byte> Write(string type, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}

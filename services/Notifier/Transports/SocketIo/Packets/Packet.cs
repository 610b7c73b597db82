using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Trawl.Notifier.Transports.SocketIo.Packets;

/// <summary>
/// A packet as a client sends it: <c>type[attachments-][/namespace,][id][json]</c>. The JSON is kept as it came, and known
/// to be what the type demands.
/// </summary>
internal sealed record Packet(PacketType Type, int Attachments, string Namespace, long? Id, byte[] Json)
{
    /// <summary>As in the reference.</summary>
    public const int MaxAttachments = 10;

    private const int MaxDepth = 32;
    private const int MaxNamespace = 128;

    // Events that every client raises by itself.
    private static readonly FrozenSet<string> Reserved =
        new[] { "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" }.ToFrozenSet();

    /// <summary>An event's name; empty for other types.</summary>
    public string Event { get; private init; } = "";

    /// <summary>Where an event's arguments begin in <see cref="Json"/>: behind its name.</summary>
    public int ArgumentsAt { get; private init; }

    /// <summary>Whether an event may have this name.</summary>
    public static bool MayBeNamed(string name) => !Reserved.Contains(name);

    /// <summary>Null when it is no packet that a client may send.</summary>
    public static Packet? Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is < (byte)'0' or > (byte)'6' || text[0] == (byte)'4')
            return null;
        var type = (PacketType)(text[0] - '0');
        text = text[1..];
        var attachments = 0;
        if (type is PacketType.BinaryEvent or PacketType.BinaryAck && !TryAttachments(ref text, out attachments))
            return null;
        if (!TryNamespace(ref text, out var name) || !TryId(ref text, out var id))
            return null;
        return Check(new Packet(type, attachments, name, id, text.ToArray()));
    }

    /// <summary>The first argument of an event; undefined when there is none.</summary>
    public JsonElement FirstArgument()
    {
        using var document = JsonDocument.Parse(Json);
        return document.RootElement.GetArrayLength() > 1 ? document.RootElement[1].Clone() : default;
    }

    /// <summary>The payload of a CONNECT; undefined when there is none.</summary>
    public JsonElement Payload()
    {
        if (Json.Length == 0)
            return default;
        using var document = JsonDocument.Parse(Json);
        return document.RootElement.Clone();
    }

    private static bool TryAttachments(ref ReadOnlySpan<byte> text, out int count)
    {
        if (!Utf8Parser.TryParse(text, out count, out var length) || length >= text.Length || text[length] != (byte)'-' || count is < 0 or > MaxAttachments)
            return false;
        text = text[(length + 1)..];
        return true;
    }

    // The comma may be missing at the end.
    private static bool TryNamespace(ref ReadOnlySpan<byte> text, out string name)
    {
        name = "/";
        if (text.IsEmpty || text[0] != (byte)'/')
            return true;
        var end = text.IndexOf((byte)',');
        var bytes = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        if (bytes.Length > MaxNamespace)
            return false;
        name = Encoding.UTF8.GetString(bytes);
        return true;
    }

    private static bool TryId(ref ReadOnlySpan<byte> text, out long? id)
    {
        id = null;
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0)
            digits = text.Length;
        if (digits == 0)
            return true;
        if (digits > 15 || !Utf8Parser.TryParse(text[..digits], out long number, out _))
            return false;
        id = number;
        text = text[digits..];
        return true;
    }

    private static Packet? Check(Packet packet)
    {
        try
        {
            var reader = new Utf8JsonReader(packet.Json, new JsonReaderOptions { MaxDepth = MaxDepth });
            return packet.Type switch
            {
                PacketType.Disconnect => packet.Json.Length == 0 ? packet : null,
                PacketType.Connect => packet.Json.Length == 0 || IsWhole(ref reader, JsonTokenType.StartObject) ? packet : null,
                PacketType.Ack or PacketType.BinaryAck => packet.Id is not null && IsWhole(ref reader, JsonTokenType.StartArray) ? packet : null,
                _ => CheckEvent(packet, ref reader),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // the second: half a surrogate pair, escaped
        }
    }

    private static Packet? CheckEvent(Packet packet, ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
            return null;
        var name = reader.GetString()!;
        var arguments = (int)reader.BytesConsumed;
        ReadToEnd(ref reader);
        return MayBeNamed(name) ? packet with { Event = name, ArgumentsAt = arguments } : null;
    }

    private static bool IsWhole(ref Utf8JsonReader reader, JsonTokenType first)
    {
        if (!reader.Read() || reader.TokenType != first)
            return false;
        ReadToEnd(ref reader);
        return true;
    }

    // All of it is to be JSON, and every text a text: later nobody expects otherwise.
    private static void ReadToEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                reader.GetString();
        }
    }
}

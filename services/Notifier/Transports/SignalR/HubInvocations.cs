using System.Text.Json;

namespace Trawl.Notifier.Transports.SignalR;

/// <summary>SignalR's JSON protocol, written directly: the arguments are JSON already.</summary>
internal static class HubInvocations
{
    public const string Protocol = "json";

    /// <summary>What ends each message of the protocol.</summary>
    public const byte RecordSeparator = 0x1e;

    /// <summary>A call of a client's method with one argument.</summary>
    public static byte[] Of(string method, ReadOnlySpan<byte> argument)
    {
        var target = JsonEncodedText.Encode(method).EncodedUtf8Bytes;
        byte[] message = [.. "{\"type\":1,\"target\":\""u8, .. target, .. "\",\"arguments\":["u8, .. argument, .. "]}"u8, RecordSeparator];
        return message;
    }

    /// <summary>The server's good-bye; the client's automatic reconnect sets in only when it is allowed.</summary>
    public static byte[] Close(string error, bool allowReconnect)
    {
        var text = JsonEncodedText.Encode(error).EncodedUtf8Bytes;
        byte[] message =
        [
            .. "{\"type\":7,\"error\":\""u8, .. text, .. "\",\"allowReconnect\":"u8, .. allowReconnect ? "true"u8 : "false"u8, .. "}"u8, RecordSeparator,
        ];
        return message;
    }
}

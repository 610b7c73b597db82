using System.Text;
using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Events;
using Trawl.Notifier.Transports.SocketIo.Packets;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>What the server says to one client, as complete frames.</summary>
internal static class SocketIoMessages
{
    /// <summary>Times as in the events.</summary>
    public static string Time(DateTimeOffset time) => JsonSerializer.SerializeToElement(time.UtcDateTime).GetString()!;

    public static ControlFrame Welcome(string socketId, string? pid, Caller caller, string now)
    {
        var packets = new PacketWriter();
        packets.Raw("40"u8, pid is null ? JsonSerializer.SerializeToUtf8Bytes(new { sid = socketId }) : JsonSerializer.SerializeToUtf8Bytes(new { sid = socketId, pid }));
        packets.Event("connected", (socketId, caller, now), static (json, source) =>
        {
            json.WriteString("socketId", source.socketId);
            json.WriteString("timestamp", source.now);
            ServerMessageJson.WriteExpiry(json, source.caller);
        });
        return new ControlFrame(packets.ToArray());
    }

    public static ControlFrame Authenticated(Caller caller, string now) => new(new PacketWriter()
        .Event("authenticated", (caller, now), static (json, source) =>
        {
            json.WriteString("userId", source.caller.UserId);
            ServerMessageJson.WriteExpiry(json, source.caller);
            json.WriteString("timestamp", source.now);
        }).ToArray());

    public static ControlFrame ConnectError(string name, string message, object? data) => new(new PacketWriter()
        .Raw(
            Encoding.UTF8.GetBytes(name == "/" ? "44" : $"44{name},"),
            data is null ? JsonSerializer.SerializeToUtf8Bytes(new { message }) : JsonSerializer.SerializeToUtf8Bytes(new { message, data }))
        .ToArray());

    public static ControlFrame Ack(long id, object payload) => new(new PacketWriter()
        .Raw(Encoding.UTF8.GetBytes($"43{id}"), JsonSerializer.SerializeToUtf8Bytes(new[] { payload }))
        .ToArray());

    /// <summary>The answer to a subscription, and how things stand.</summary>
    /// <param name="joined">What the core says.</param>
    /// <param name="now">The time.</param>
    /// <param name="log">Whether also what the log has said is told: not when it follows, or when the client has it.</param>
    public static ControlFrame Subscribed(Joined joined, string now, bool log)
    {
        var packets = new PacketWriter().Event("subscribed", (joined, now), static (json, source) =>
        {
            Names(json, source.joined.Channel);
            json.WriteString("channel", source.joined.Channel);
            json.WriteNumber("seq", source.joined.Seq);
            json.WriteBoolean("recovered", source.joined.Recovered);
            json.WriteString("timestamp", source.now);
        });
        if (ChannelName.IsJob(joined.Channel) && joined.Snapshot is { ValueKind: JsonValueKind.Object } job)
            SnapshotPackets.Write(packets, job, now, log);
        return new ControlFrame(packets.ToArray());
    }

    public static ControlFrame Unsubscribed(string channel, string reason, string now) => new(new PacketWriter()
        .Event("unsubscribed", (channel, reason, now), static (json, source) =>
        {
            Names(json, source.channel);
            json.WriteString("channel", source.channel);
            json.WriteString("reason", source.reason);
            json.WriteString("timestamp", source.now);
        }).ToArray());

    public static ControlFrame Error(ClientError error, string now) => new(ErrorPacket(error, now).ToArray());

    public static ControlFrame ShuttingDown(string now) => new(ShutdownPacket(now).ToArray());

    /// <summary>The last words, and the end of the line. Without a DISCONNECT, after which clients would stay away.</summary>
    public static ControlFrame Close(CloseReason reason, string now, bool announced)
    {
        byte[] words =
            reason.Text.Length == 0 || announced ? []
            : reason == CloseReason.ServerShutdown ? ShutdownPacket(now).ToArray()
            : ErrorPacket(new ClientError(reason.Text, $"The connection is closed: {reason.Text}."), now).ToArray();
        return new ControlFrame((byte[])[.. words, .. FrameWriter.Close(reason.Code, reason.Text)], last: true);
    }

    private static PacketWriter ShutdownPacket(string now) => new PacketWriter().Event("notification", now, static (json, time) =>
    {
        json.WriteString("type", "warning");
        json.WriteString("message", "Server is shutting down");
        json.WriteString("timestamp", time);
    });

    private static PacketWriter ErrorPacket(ClientError error, string now) => new PacketWriter().Event("error", (error, now), static (json, source) =>
    {
        Names(json, source.error.Channel ?? "");
        json.WriteNull("status");
        json.WriteString("error", source.error.Message);
        json.WriteString("code", source.error.Code);
        json.WriteString("timestamp", source.now);
    });

    // A session is a job.
    private static void Names(Utf8JsonWriter json, string channel)
    {
        var id = ChannelName.IsJob(channel) ? channel[4..] : null;
        json.WriteString("sessionId", id);
        json.WriteString("jobId", id);
    }
}

using System.Text.Json;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>Something that a frontend was told, whatever the transport's words for it.</summary>
/// <param name="Type">The event's type; <see cref="Subscribed"/> and <see cref="Ended"/> for the server's two answers.</param>
/// <param name="Seq">Of a log event; else 0.</param>
/// <param name="Job">Whose; null when it is no job's.</param>
/// <param name="Progress">Of a progress event or a snapshot.</param>
public readonly record struct Heard(string Type, long Seq = 0, string? Job = null, double? Progress = null)
{
    public const string Subscribed = "subscribed";
    public const string Ended = "ended";

    private static readonly string[] Terminal = ["completed", "failed", "cancelled", "expired"];

    public bool IsTerminal => Seq > 0 && Terminal.Contains(Type);

    /// <summary>An event of section 5, or an answer of section 6, as raw WebSockets and event streams have them.</summary>
    /// <exception cref="IOException">The server said that it cannot, for now: worth coming back.</exception>
    public static Heard? Of(JsonElement message) => message.GetProperty("type").GetString()! switch
    {
        "subscribed" => FromSnapshot(message.GetProperty("snapshot")),
        "unsubscribed" => message.GetProperty("reason").GetString() == "ended" ? new Heard(Ended) : throw new IOException(message.GetRawText()),
        "error" => throw new IOException(message.GetRawText()),
        "connected" or "pong" or "closing" or "presence" => null,
        var type => new Heard(type, Number(message, "seq"), Text(message, "jobId"), type == "progress" ? message.GetProperty("data").GetProperty("progress").GetDouble() : null),
    };

    public static Heard FromSnapshot(JsonElement snapshot) => snapshot.ValueKind == JsonValueKind.Object
        ? new Heard(Subscribed, 0, snapshot.GetProperty("id").GetString(), snapshot.GetProperty("progress").GetDouble())
        : new Heard(Subscribed);

    public static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}

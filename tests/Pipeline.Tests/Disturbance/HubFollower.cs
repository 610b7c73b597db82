using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>SignalR's JSON protocol by hand, over each of its three transports: of its own client only the WebSocket can be had everywhere.</summary>
public sealed class HubFollower(HubTransport transport) : IFollower
{
    private const char End = '\u001e';

    public string Name => $"SignalR, {transport}";

    public async IAsyncEnumerable<Heard> FollowAsync(Place place, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var line = await HubLine.OpenAsync(transport, place, cancellationToken);
        await line.SendAsync("""{"protocol":"json","version":1}""" + End);
        await line.SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = "Subscribe", arguments = new object[] { place.Channel, after } }) + End);
        var rest = "";
        await foreach (var text in line.ReadAsync())
        {
            var messages = (rest + text).Split(End);
            rest = messages[^1];
            foreach (var message in messages.AsSpan(..^1).ToArray())
            {
                var parsed = JsonElement.Parse(message);
                if (Heard.Number(parsed, "type") == 7)
                    yield break; // the server closes
                if (Read(parsed) is { } heard)
                    yield return heard;
            }
        }
    }

    private static Heard? Read(JsonElement message) => Heard.Number(message, "type") switch
    {
        1 => Invoked(message.GetProperty("target").GetString()!, message.GetProperty("arguments")[0]),
        3 when message.TryGetProperty("error", out var error) => throw new IOException(error.GetString()),
        3 => Heard.FromSnapshot(message.GetProperty("result").GetProperty("snapshot")),
        _ => null,
    };

    private static Heard? Invoked(string target, JsonElement argument)
    {
        var heard = Heard.Of(argument);
        if (heard is { Type: not (Heard.Ended or Heard.Subscribed) })
            Assert.Equal(target, heard.Value.Type);
        return heard;
    }
}

public enum HubTransport
{
    WebSocket,
    ServerSentEvents,
    LongPolling,
}

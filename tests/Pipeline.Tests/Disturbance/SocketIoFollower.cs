using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>Socket.IO by hand, over a WebSocket or polling. A job's end is three packets of one position.</summary>
public sealed class SocketIoFollower(bool polls) : IFollower
{
    private const string Path = "/socket.io/?EIO=4&transport=";

    public string Name => polls ? "Socket.IO, polling" : "Socket.IO, WebSocket";

    public bool TellsStateAgain => true;

    public async IAsyncEnumerable<Heard> FollowAsync(Place place, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = Sockets.Polling(place.Server);
        using var socket = polls ? null : await Sockets.OpenAsync(place.Server, $"{Path}websocket&userId={place.User}", cancellationToken);
        var url = $"{Path}polling&userId={place.User}";
        await foreach (var packet in socket?.MessagesAsync(cancellationToken) ?? PolledAsync())
        {
            switch (packet)
            {
                case ['0', ..]:
                    url += "&sid=" + JsonElement.Parse(packet[1..]).GetProperty("sid").GetString();
                    await SendAsync("40");
                    break;
                case ['2', ..]:
                    await SendAsync("3");
                    break;
                case ['4', '0', ..]:
                    object wish = place.Channel.Split(':', 2) switch
                    {
                        ["job", var jobId] => new { jobId, after },
                        ["user", var userId] => new { userId, after },
                        _ => new { channel = place.Channel, after },
                    };
                    await SendAsync("42" + JsonSerializer.Serialize(new[] { "subscribe", wish }));
                    break;
                case ['4', '2', ..]:
                    var told = JsonElement.Parse(packet[2..]);
                    if (Read(told[0].GetString()!, told[1]) is { } heard)
                        yield return heard;
                    break;
                case ['1', ..] or ['4', '1', ..]:
                    yield break;
            }
        }

        async IAsyncEnumerable<string> PolledAsync()
        {
            while (true)
            {
                foreach (var packet in (await http.GetStringAsync(url, cancellationToken)).Split('\u001e'))
                    yield return packet;
            }
        }

        async Task SendAsync(string packet)
        {
            if (socket is not null)
            {
                await socket.SendAsync(packet, cancellationToken);
                return;
            }

            using var content = new StringContent(packet);
            using var sent = await http.PostAsync(url, content, cancellationToken);
            sent.EnsureSuccessStatusCode();
        }
    }

    private static Heard? Read(string name, JsonElement argument)
    {
        var (seq, job) = (Heard.Number(argument, "seq"), Heard.Text(argument, "jobId"));
        return name switch
        {
            "subscribed" => new Heard(Heard.Subscribed, 0, job),
            "unsubscribed" => Heard.Text(argument, "reason") == "ended" ? new Heard(Heard.Ended) : throw new IOException(argument.GetRawText()),
            "error" when seq == 0 => throw new IOException(argument.GetRawText()),
            "error" => new Heard("failed", seq, job),
            "progress" => new Heard(name, 0, job, argument.GetProperty("progress").GetDouble()),
            _ => new Heard(name, seq, job),
        };
    }
}

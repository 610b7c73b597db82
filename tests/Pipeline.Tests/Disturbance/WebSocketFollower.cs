using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary><c>/ws?channel=…&amp;after=…</c>.</summary>
public sealed class WebSocketFollower : IFollower
{
    public string Name => "WebSocket";

    public async IAsyncEnumerable<Heard> FollowAsync(Place place, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var socket = await Sockets.OpenAsync(place.Server, string.Create(CultureInfo.InvariantCulture, $"/ws?{place.Query}&after={after}"), cancellationToken);
        await foreach (var message in socket.MessagesAsync(cancellationToken))
        {
            if (Heard.Of(JsonElement.Parse(message)) is { } heard)
                yield return heard;
        }
    }
}

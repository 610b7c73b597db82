using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.WebSockets;

/// <summary><c>/ws</c>, and <c>/ws?channel=…&amp;after=…</c>, which subscribes at once; and the addresses that frontends had before.</summary>
internal sealed class WebSocketEndpoint(NotifierCore core, Admission admission)
{
    public Task HandleAsync(HttpContext context) => ServeAsync(context, SocketManner.Plain);

    /// <summary><c>/ws/progress/{jobId}</c>: one job from its beginning, and no longer than to its end.</summary>
    public Task HandleProgressAsync(HttpContext context) => ServeAsync(context, SocketManner.Progress);

    /// <summary><c>/api/knowledge/ws</c>: all that concerns the caller.</summary>
    public Task HandleKnowledgeAsync(HttpContext context) => ServeAsync(context, SocketManner.Knowledge);

    private async Task ServeAsync(HttpContext context, SocketManner manner)
    {
        if (Channels(context, manner) is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (await admission.RefusedAsync(context) || await Handshake.AcceptAsync(context) is not { } pipe)
            return;
        var connection = new WebSocketConnection(context, pipe, manner, context.GetCaller(), core);
        // Read a second time: a local over the awaits above would live in this method's state as long as the connection does.
        connection.Greet(Channels(context, manner)!);
        RequestMemory.Forget(context);
        await connection.ReadAsync();
    }

    private static List<(string Channel, long? After)>? Channels(HttpContext context, SocketManner manner)
    {
        if (manner == SocketManner.Progress)
            return [($"job:{context.Request.RouteValues["jobId"]}", 0)];
        var channels = Channels(context.Request.Query);
        if (manner == SocketManner.Knowledge)
            channels?.Insert(0, ($"user:{context.GetCaller().UserId}", null));
        return channels;
    }

    // One `after` for each `channel`, in their order; what has none begins with the snapshot.
    private static List<(string Channel, long? After)>? Channels(IQueryCollection query)
    {
        var channels = new List<(string, long?)>();
        var after = query["after"];
        for (var i = 0; i < query["channel"].Count; i++)
        {
            long? position = null;
            if (i < after.Count && !string.IsNullOrEmpty(after[i]))
            {
                if (!long.TryParse(after[i], System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 0)
                    return null;
                position = number;
            }

            channels.Add((query["channel"][i] ?? "", position));
        }

        return channels;
    }
}

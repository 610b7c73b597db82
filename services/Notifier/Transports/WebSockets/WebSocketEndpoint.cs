using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.WebSockets;

/// <summary><c>/ws</c>, and <c>/ws?channel=…&amp;after=…</c>, which subscribes at once; and the addresses that frontends had before.</summary>
internal static class WebSocketEndpoint
{
    public static Task HandleAsync(HttpContext context) => ServeAsync(context, SocketManner.Plain, Channels(context.Request.Query));

    /// <summary><c>/ws/progress/{jobId}</c>: one job from its beginning, and no longer than to its end.</summary>
    public static Task HandleProgressAsync(HttpContext context) =>
        ServeAsync(context, SocketManner.Progress, [($"job:{context.Request.RouteValues["jobId"]}", 0)]);

    /// <summary><c>/api/knowledge/ws</c>: all that concerns the caller.</summary>
    public static Task HandleKnowledgeAsync(HttpContext context)
    {
        var channels = Channels(context.Request.Query);
        channels?.Insert(0, ($"user:{context.GetCaller().UserId}", null));
        return ServeAsync(context, SocketManner.Knowledge, channels);
    }

    private static async Task ServeAsync(HttpContext context, SocketManner manner, List<(string Channel, long? After)>? channels)
    {
        if (channels is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (await Admission.RefusedAsync(context))
            return;
        var core = context.RequestServices.GetRequiredService<NotifierCore>();
        if (await Handshake.AcceptAsync(context) is { } pipe)
            await new WebSocketConnection(context, pipe, manner, context.GetCaller(), core).RunAsync(channels);
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

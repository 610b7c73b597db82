using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.WebSockets;

/// <summary><c>/ws</c>, and <c>/ws?channel=…&amp;after=…</c>, which subscribes at once.</summary>
internal sealed class WebSocketEndpoint(NotifierCore core, OriginPolicy origins)
{
    public async Task HandleAsync(HttpContext context)
    {
        var caller = context.GetCaller();
        if (Channels(context.Request.Query) is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!origins.Allows(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (await Handshake.AcceptAsync(context) is not { } pipe)
            return;
        var connection = new WebSocketConnection(context, pipe, caller, core);
        connection.Greet(Channels(context.Request.Query)!);
        RequestMemory.Forget(context);
        await connection.ReadAsync();
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

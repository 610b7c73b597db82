using Trawl.Clients.Tests.Programs;

namespace Trawl.Clients.Tests.SocketIo;

/// <summary>Socket.IO's clients, as programs.</summary>
internal static class SocketIoClients
{
    public static ClientProgram JavaScript(Uri address, string? user, object? subscribe, object? subscribeOnce, params string[] transports)
    {
        var options = new Dictionary<string, object> { ["transports"] = transports };
        if (user is not null)
            options["query"] = new { userId = user };
        return ClientProgram.Node("socketio.mjs", Settings(address.AbsoluteUri, subscribe, subscribeOnce, options));
    }

    public static ClientProgram Python(string script, Uri address, string? user, object? subscribe, object? subscribeOnce) =>
        ClientProgram.Python(script, Settings(user is null ? address.AbsoluteUri : $"{address.AbsoluteUri}?userId={user}", subscribe, subscribeOnce, []));

    private static Dictionary<string, object> Settings(string url, object? subscribe, object? subscribeOnce, Dictionary<string, object> options)
    {
        var settings = new Dictionary<string, object> { ["url"] = url, ["options"] = options };
        if (subscribe is not null)
            settings["subscribe"] = subscribe;
        if (subscribeOnce is not null)
            settings["subscribeOnce"] = subscribeOnce;
        return settings;
    }
}

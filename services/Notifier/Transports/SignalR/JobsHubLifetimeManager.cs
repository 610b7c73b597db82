using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Trawl.Notifier.Connections;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SignalR;

/// <summary>Joins SignalR's connections to the core. Groups and broadcasts are not SignalR's business here: the core has channels.</summary>
internal sealed class JobsHubLifetimeManager(NotifierCore core) : HubLifetimeManager<JobsHub>
{
    /// <summary>Where <see cref="HubEndpoint"/> leaves the caller: of a long-polling request only the items outlive it.</summary>
    public static readonly object CallerKey = typeof(Caller);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var http = connection.GetHttpContext();
        var caller = http?.Items[CallerKey] as Caller ?? throw new InvalidOperationException("No caller.");
        var transport = connection.Features.Get<IHttpTransportFeature>()?.TransportType ?? HttpTransportType.None;
        if (transport == HttpTransportType.WebSockets && http is not null)
            RequestMemory.Forget(http); // the others come with a request each time
        var client = new HubConnection(connection, Name(transport), caller, core);
        connection.Features.Set(client);
        if (!client.TryConnect())
            client.Close(CloseReason.RateLimited, discard: true); // an exception would end it without a word
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Get<HubConnection>()?.Disconnected();
        return Task.CompletedTask;
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) => throw NotHere();
    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) => throw NotHere();
    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task SendConnectionAsync(string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        throw NotHere();

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        throw NotHere();

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        throw NotHere();

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw NotHere();

    private static string Name(HttpTransportType transport) => transport switch
    {
        HttpTransportType.WebSockets => "signalr_websockets",
        HttpTransportType.ServerSentEvents => "signalr_serversentevents",
        HttpTransportType.LongPolling => "signalr_longpolling",
        _ => "signalr_unknown",
    };

    private static NotSupportedException NotHere() => new("Events go through channels.");
}

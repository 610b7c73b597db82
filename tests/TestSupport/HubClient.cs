using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Trawl.TestSupport;

/// <summary>The .NET client of a SignalR hub, over a WebSocket without negotiation: the package that brings the client's own transports cannot be had everywhere.</summary>
public static class HubClient
{
    /// <summary>Connects to a hub, as a user.</summary>
    /// <param name="server">Where it is served.</param>
    /// <param name="path">The hub's, with its query.</param>
    public static async Task<HubConnection> ConnectAsync(Uri server, string path)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory, SocketFactory>();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new Uri($"ws://{server.Authority}{path}")));
        var hub = builder.Build();
        await hub.StartAsync();
        return hub;
    }

    private sealed class UriEndPoint(Uri uri) : EndPoint
    {
        public Uri Uri { get; } = uri;
    }

    private sealed class SocketFactory : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            var stream = WebSocketStream.Create(socket, WebSocketMessageType.Text, ownsWebSocket: true);
            return new SocketConnection(PipeReader.Create(stream), PipeWriter.Create(stream));
        }
    }

    private sealed class SocketConnection(PipeReader input, PipeWriter output)
        : DefaultConnectionContext(Guid.NewGuid().ToString(), new Pipes(input, output), new Pipes(input, output));

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

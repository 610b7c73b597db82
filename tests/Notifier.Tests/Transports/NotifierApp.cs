using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Tests.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Notifier.Tests.Transports;

/// <summary>The whole service on a free port, its broker and backplane inside the process; the Api is a log in the test's hand.</summary>
public sealed class NotifierApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private NotifierApp(WebApplication app) => _app = app;

    internal FakeLog Log { get; private init; } = new();

    /// <summary>Questions to the Api stay without an answer.</summary>
    public bool ApiAway { get; set; }

    public string Job { get; } = $"job:{Guid.CreateVersion7()}";
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    public IServiceProvider Services => _app.Services;

    public static Task<NotifierApp> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    public static Task<NotifierApp> StartAsync(Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings) =>
        StartAsync(new FakeLog(), configure, settings);

    internal static async Task<NotifierApp> StartAsync(FakeLog log, Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Notifier:Presence"] = "false"; // what each transport is asked for is then all it says
        builder.Configuration["Notifier:ShutdownDrain"] = "00:00:00.050";
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.AddServiceDefaults("notifier", ServiceKind.Standalone);
        configure(builder);
        builder.AddNotifier();
        NotifierApp? self = null;
        builder.Services.AddSingleton(_ => self!);
        builder.AddMessagingModule(bus => bus.AddConsumer<Api>());
        builder.AddMessaging(allowInMemory: true);
        builder.Services.Configure<MassTransitHostOptions>(bus => bus.WaitUntilStarted = true);

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapNotifier();
        self = new NotifierApp(app) { Log = log };
        self.Log.Create(self.Job);
        await app.StartAsync();
        return self;
    }

    public async Task SayAsync(int count, string type = EventTypes.Stage)
    {
        var publisher = Services.GetRequiredService<IEventPublisher>();
        for (var i = 0; i < count; i++)
            await publisher.PublishConfirmedAsync([new EventMessage(Job, FakeLog.Bytes(Log.Append(Job, type)))], CancellationToken.None);
    }

    public void Progress() => Services.GetRequiredService<IEventPublisher>().Publish(new EventMessage(Job, FakeLog.Bytes(Log.State(Job))));

    public async Task<SocketClient> ConnectAsync(string query = "?userId=alice", Action<ClientWebSocketOptions>? configure = null, string path = "/ws")
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = path, Query = query }.Uri, CancellationToken.None);
        return new SocketClient(socket);
    }

    // Not on the caller's thread: it is held until the clients are gone.
    public Task StopAsync() => Task.Run(() => _app.StopAsync());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    internal sealed class Api(NotifierApp app) : IConsumer<GetChannelHistory>
    {
        public Task Consume(ConsumeContext<GetChannelHistory> context) =>
            app.ApiAway ? Task.CompletedTask : context.RespondAsync(app.Log.Answer(context.Message.Channel, context.Message.After));
    }
}

/// <summary>A frontend's socket.</summary>
public sealed class SocketClient(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public ClientWebSocket Socket => socket;

    public Task SendAsync(object message) => SendAsync(JsonSerializer.Serialize(message));

    public Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<JsonElement?> ReceiveAsync() => await ReceiveTextAsync() is { } text ? JsonDocument.Parse(text).RootElement : null;

    /// <summary>The next message as it is.</summary>
    public async Task<string?> ReceiveTextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), deadline.Token);
            if (result.MessageType == WebSocketMessageType.Close)
                return null;
            length += result.Count;
            if (result.EndOfMessage)
                return Encoding.UTF8.GetString(buffer.AsSpan(0, length));
        }
    }

    /// <summary>Everything up to the first message of a type.</summary>
    public async Task<List<JsonElement>> UntilAsync(string type, Func<JsonElement, bool>? which = null)
    {
        var all = new List<JsonElement>();
        while (await ReceiveAsync() is { } message)
        {
            all.Add(message);
            if (TestClient.Type(message) == type && which?.Invoke(message) != false)
                return all;
        }

        Assert.Fail($"Closed ({socket.CloseStatus} {socket.CloseStatusDescription}) before '{type}'; got {string.Join(" ", all)}");
        return all;
    }

    public void Dispose() => socket.Dispose();
}

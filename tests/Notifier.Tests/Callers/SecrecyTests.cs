using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;
using System.Text.Json;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.Notifier.Tests.Transports.SocketIo;
using Trawl.TestSupport;
using Trawl.TestSupport.Callers;

namespace Trawl.Notifier.Tests.Callers;

public sealed class SecrecyTests
{
    [Fact]
    public async Task No_token_is_logged_by_anyone_at_the_level_of_information_nor_by_us_at_any()
    {
        using var log = new Everything();
        (string, string)[] settings =
            [.. TestTokens.Settings, ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Information")];
        await using (var app = await NotifierApp.StartAsync(builder => builder.Logging.AddProvider(log), settings))
        {
            foreach (var token in new[] { TestTokens.For("alice"), TestTokens.For("alice", expiresAt: DateTimeOffset.UtcNow.AddHours(-1)) })
            {
                try
                {
                    using var socket = await app.ConnectAsync($"?access_token={token}&channel={app.Job}");
                    await socket.UntilAsync("subscribed");
                    await socket.SendAsync(new { action = "authenticate", token });
                    await socket.UntilAsync("authenticated");
                    await using var hub = await HubClient.ConnectAsync(app.Address, $"/hubs/jobs?access_token={token}");
                    await hub.InvokeAsync<JsonElement>("Authenticate", token);
                }
                catch (System.Net.WebSockets.WebSocketException)
                {
                    // The expired one.
                }

                await using var stream = await EventStreamClient.OpenAsync(app, $"?access_token={token}&channel={app.Job}");
                using var client = await SocketIoClient.OpenAsync(app, query: "");
                await client.SendAsync($"40{{\"token\":\"{token}\"}}");
                await client.ReceiveAsync();
            }
        }

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains("eyJ", StringComparison.Ordinal));
    }

    private sealed class Everything : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Lines);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category} {formatter(state, exception)} {exception}");
        }
    }
}

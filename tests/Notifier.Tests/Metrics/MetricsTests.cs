using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Metrics;

/// <summary>Alone: what is counted, is counted for the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MetricsAlone
{
    public const string Name = "metrics";
}

[Collection(MetricsAlone.Name)]
[Trait("Seed", "S1.33")]
public sealed class MetricsTests
{
    /// <summary>What dashboards and alerts are built on. A name that is taken away or changed breaks them.</summary>
    private static readonly string[] Approved =
    [
        "trawl.notifier.channels {channel}",
        "trawl.notifier.connections {connection}",
        "trawl.notifier.connections.failed {connection}",
        "trawl.notifier.connections.opened {connection}",
        "trawl.notifier.delivery.latency s",
        "trawl.notifier.events.conflated {event}",
        "trawl.notifier.events.delivered {event}",
        "trawl.notifier.events.malformed {message}",
        "trawl.notifier.events.received {event}",
        "trawl.notifier.events.replayed {event}",
        "trawl.notifier.events.thinned {event}",
        "trawl.notifier.messages.refused {message}",
        "trawl.notifier.replay.size {event}",
        "trawl.notifier.slow_closes {connection}",
        "trawl.notifier.subscriptions {subscription}",
    ];

    [Fact]
    public void The_names_are_the_approved_ones()
    {
        RuntimeHelpers.RunClassConstructor(typeof(NotifierMetrics).TypeHandle);
        var published = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Name.StartsWith("trawl.notifier.", StringComparison.Ordinal))
                    published.Add($"{instrument.Name} {instrument.Unit}");
            },
        };
        listener.Start();

        Assert.Equal(Approved, published);
    }

    [Fact]
    public async Task An_operator_sees_who_is_connected_how_and_what_went_wrong()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxConnectionsPerUser", "2"), ("Notifier:MaxInboundMessagesPerSecond", "1"));
        using var http = new HttpClient { BaseAddress = app.Address };
        await app.SayAsync(7);
        var before = await ScrapeAsync(http);
        using var socket = await app.ConnectAsync($"?userId=alice&channel={app.Job}&after=0");
        await socket.UntilAsync("stage", e => e.GetProperty("seq").GetInt64() == 7);
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        await stream.UntilAsync("subscribed");
        await using var third = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        for (var i = 0; i < 5; i++)
            await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.UntilAsync("error");

        var after = await ScrapeAsync(http);

        Assert.InRange(Value(after, "trawl_notifier_connections{transport=\"sse\"}"), 1, double.MaxValue);
        Assert.InRange(Value(after, "trawl_notifier_subscriptions"), 2, double.MaxValue);
        foreach (var name in (string[])
        [
            "trawl_notifier_connections_opened_total{transport=\"websocket\"}", "trawl_notifier_connections_opened_total{transport=\"sse\"}",
            "trawl_notifier_connections_failed_total{reason=\"rate_limited\",transport=\"sse\"}", "trawl_notifier_messages_refused_total{transport=\"websocket\"}",
            "trawl_notifier_replay_size_count",
        ])
        {
            Assert.InRange(Value(after, name), Value(before, name) + 1, double.MaxValue);
        }

        Assert.InRange(Value(after, "trawl_notifier_replay_size_sum"), Value(before, "trawl_notifier_replay_size_sum") + 7, double.MaxValue);
        Assert.InRange(Value(after, "trawl_notifier_events_delivered_total"), Value(before, "trawl_notifier_events_delivered_total") + 7, double.MaxValue);
        await socket.Socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await stream.DisposeAsync();
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, TimeSpan.FromMinutes(1));
    }

    private static async Task<string[]> ScrapeAsync(HttpClient http) => (await http.GetStringAsync("/metrics")).Split('\n');

    private static double Value(string[] lines, string series)
    {
        var line = lines.SingleOrDefault(line => Normalised(line).StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    // Labels in the order of their names.
    private static string Normalised(string line)
    {
        var (open, close) = (line.IndexOf('{', StringComparison.Ordinal), line.IndexOf('}', StringComparison.Ordinal));
        return open < 0 || close < open ? line : $"{line[..open]}{{{string.Join(',', line[(open + 1)..close].Split(',').Order(StringComparer.Ordinal))}}}{line[(close + 1)..]}";
    }
}

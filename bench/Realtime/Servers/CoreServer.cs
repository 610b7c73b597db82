using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier;
using Trawl.Notifier.History;
using Trawl.Realtime.Publishing;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Realtime.Servers;

/// <summary>The Notifier without broker and Api: its backplane inside the process, its history a stub that knows every channel.</summary>
internal sealed class CoreServer : ISelfPublishing, IDisposable
{
    private const string Subscriptions = "trawl.notifier.subscriptions";
    private static readonly JsonElement Snapshot = JsonSerializer.SerializeToElement(new
    {
        type = "custom", status = "running", stage = "crawling", progress = 42.5, userId = "bench", priority = "normal", tags = Array.Empty<string>(),
        counts = new { total = 120, totalIsEstimate = true, completed = 51, processing = 8, pending = 60, failed = 1, skipped = 0, documents = 51, chunks = 204 },
        result = (string?)null, error = (string?)null, seq = 0, version = 0,
    });

    private readonly ConcurrentDictionary<string, List<JobChannel>> _files = [];
    private readonly History _history = new();
    private readonly Counters _counters = new(Subscriptions);

    public void Add(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(
        [
            new("Logging:LogLevel:Default", "Error"),
            new("Auth:Mode", "development"),
            new("Notifier:MaxConnectionsPerUser", "0"),
            new("Notifier:MaxSubscriptionsPerConnection", "0"),
        ]);
        // What was set outside wins: the settings are what is being tuned.
        builder.Configuration.AddEnvironmentVariables();
        builder.AddServiceDefaults("notifier", ServiceKind.Standalone);
        builder.AddNotifier();
        builder.Services.AddSingleton<IChannelHistory>(_history);
        builder.AddMessaging(allowInMemory: true);
    }

    public void Map(WebApplication app)
    {
        app.UseServiceDefaults();
        app.MapNotifier();
    }

    public List<JobChannel> Channels(string file) => _files.GetOrAdd(file, path =>
    {
        var channels = JobChannel.ReadFile(path);
        foreach (var channel in channels)
            _history.Channels[channel.Name] = channel;
        return channels;
    });

    public IEventSink Sink(IServiceProvider services, int channels, bool paced)
    {
        var sink = new BackplaneSink(services.GetRequiredService<IEventPublisher>(), paced, batch: 16);
        return paced ? sink : new CoreSink(sink, channels, (double)_counters[Subscriptions] / channels);
    }

    public void Dispose() => _counters.Dispose();

    private sealed class History : IChannelHistory
    {
        public ConcurrentDictionary<string, JobChannel> Channels { get; } = [];

        public Task<HistoryPage> ReadAsync(string channel, long? after, CancellationToken cancellationToken)
        {
            var seq = Channels.TryGetValue(channel, out var known) ? known.Seq : 0;
            return Task.FromResult(new HistoryPage(true, null, seq, Recovered: after is null || after == seq, Ended: false, Snapshot, []));
        }
    }
}

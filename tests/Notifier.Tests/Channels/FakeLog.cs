using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.Notifier.History;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>The Api's side of a channel: a log with its position, owner and version, and a switch to take it away.</summary>
internal sealed class FakeLog(string? owner = "alice", int pageSize = 500) : IChannelHistory
{
    private readonly Dictionary<string, List<ChannelEvent>> _logs = [];
    private readonly Dictionary<string, long> _versions = [];
    private int _questions;

    public bool Away { get; set; }
    public long CutBefore { get; set; }
    public int Questions => _questions;

    /// <summary>Held answers: the test decides when the Api answers.</summary>
    public Func<Task>? BeforeAnswer { get; set; }

    public static byte[] Bytes(ChannelEvent channelEvent) => JsonSerializer.SerializeToUtf8Bytes(channelEvent, TrawlJson.Options);

    public void Create(string channel)
    {
        lock (_logs)
            _logs.TryAdd(channel, []);
    }

    public void Delete(string channel)
    {
        lock (_logs)
            _logs.Remove(channel);
    }

    public ChannelEvent Append(string channel, string type = EventTypes.Stage)
    {
        lock (_logs)
        {
            var log = _logs.TryGetValue(channel, out var known) ? known : _logs[channel] = [];
            var entry = Event(channel, type, log.Count + 1, NextVersion(channel));
            log.Add(entry);
            return entry;
        }
    }

    public ChannelEvent State(string channel, string type = EventTypes.Progress)
    {
        lock (_logs)
            return Event(channel, type, null, NextVersion(channel));
    }

    public async Task<HistoryPage> ReadAsync(string channel, long? after, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _questions);
        await Task.Yield();
        if (Away)
            throw new HistoryUnavailableException();
        var page = HistoryPage.From(Answer(channel, after));
        if (BeforeAnswer is { } wait)
            await wait();
        return page;
    }

    public ChannelHistory Answer(string channel, long? after)
    {
        lock (_logs)
        {
            if (!_logs.TryGetValue(channel, out var log))
                return new ChannelHistory { Channel = channel, Found = false, Seq = 0, Recovered = false, Ended = false, Events = [] };
            var recovered = after is null || (after <= log.Count && after >= CutBefore);
            return new ChannelHistory
            {
                Channel = channel,
                Found = true,
                OwnerId = owner,
                Seq = log.Count,
                Recovered = recovered,
                Ended = log.Count > 0 && EventTypes.Terminal.Contains(log[^1].Type),
                Snapshot = JobOf(channel) is null ? null : JsonSerializer.SerializeToElement(
                    new { id = JobOf(channel), status = "running", progress = 10, version = _versions.GetValueOrDefault(channel) }),
                Events = after is { } from && recovered ? [.. log.Skip((int)from).Take(pageSize)] : [],
            };
        }
    }

    private long NextVersion(string channel) => _versions[channel] = _versions.GetValueOrDefault(channel) + 1;

    private static Guid? JobOf(string channel) => channel.StartsWith("job:", StringComparison.Ordinal) ? Guid.Parse(channel[4..]) : null;

    private static ChannelEvent Event(string channel, string type, long? seq, long version) => new()
    {
        Type = type,
        Channel = channel,
        JobId = JobOf(channel),
        Seq = seq,
        Version = version,
        Timestamp = DateTimeOffset.UnixEpoch,
        Data = JsonSerializer.SerializeToElement(new { n = seq ?? version }),
    };
}

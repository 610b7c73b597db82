using System.Collections.Concurrent;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Notifier.Presence;

/// <summary>
/// How replicas tell each other who is subscribed where: by events that no client sees, a channel's on its own shard, signs of
/// life on that of <c>system</c>. Knows which replicas there are.
/// </summary>
internal sealed class PresenceBackplane(ServiceInstance instance, NotifierOptions options, IEventPublisher publisher, TimeProvider time)
{
    private const string PartType = "presence_part";
    private const string SignType = "presence_sign";
    private const string SignChannel = "system";

    // Names that travel; more are only counted.
    private const int MaxNames = 1000;

    private readonly ConcurrentDictionary<string, long> _heard = new(StringComparer.Ordinal);

    public static int SignShard { get; } = ChannelShard.Of(SignChannel);

    /// <summary>Something may have been missed; what was said since may have been lost as well, so it is to be said again.</summary>
    public bool MayHaveMissed { get; set; }

    public bool IsOn => options.Presence;

    public bool KnowsOthers => !_heard.IsEmpty;

    /// <summary>Whether an event is one of ours, and nothing for clients.</summary>
    public static bool IsPart(string type) => type == PartType;

    /// <inheritdoc cref="IsPart"/>
    public static bool IsSign(string type) => type == SignType;

    public void PublishPart(string channel, string[] users, bool ask) => Publish(
        PartType, channel, new PresencePart(instance.Id, users.Length > MaxNames ? users[..MaxNames] : users, users.Length, ask));

    public void PublishSign(bool leaving) => Publish(SignType, SignChannel, new PresenceSign(instance.Id, leaving));

    /// <summary>Reads another replica's part; null when it is our own, or none.</summary>
    public PresencePart? ReadPart(ReadOnlySpan<byte> json)
    {
        if (Read<PresencePart>(json) is not { Replica: { } replica, Users: not null } part || replica == instance.Id)
            return null;
        _heard[replica] = time.GetTimestamp();
        return part;
    }

    /// <summary>Takes note of a sign of life; the replica that is leaving by it, if any.</summary>
    public string? ReadSign(ReadOnlySpan<byte> json)
    {
        if (Read<PresenceSign>(json) is not { Replica: { } replica } sign || replica == instance.Id)
            return null;
        if (sign.Leaving)
            return _heard.TryRemove(replica, out _) ? replica : null;
        if (_heard.ContainsKey(replica)) // who has told us nothing is none of our business
            _heard[replica] = time.GetTimestamp();
        return null;
    }

    /// <summary>Forgets the replicas that have been silent for too long, and names them.</summary>
    public IReadOnlyList<string> TakeSilent(TimeSpan tolerance)
    {
        var silent = _heard.Where(heard => time.GetElapsedTime(heard.Value) > tolerance).ToArray();
        return [.. silent.Where(_heard.TryRemove).Select(heard => heard.Key)];
    }

    private void Publish<T>(string type, string channel, T data) => publisher.Publish(new EventMessage(
        channel,
        JsonSerializer.SerializeToUtf8Bytes(
            new ChannelEvent { Type = type, Channel = channel, Timestamp = time.GetUtcNow(), Data = JsonSerializer.SerializeToElement(data, TrawlJson.Options) },
            TrawlJson.Options)));

    private static T? Read<T>(ReadOnlySpan<byte> json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<ChannelEvent>(json, TrawlJson.Options)!.Data.Deserialize<T>(TrawlJson.Options);
        }
        catch (JsonException)
        {
            NotifierMetrics.Malformed.Add(1); // of another version of ours, or somebody else's
            return null;
        }
    }
}

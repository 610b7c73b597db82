using System.Collections.Concurrent;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Presence;

namespace Trawl.Notifier.Channels;

/// <summary>The channels in memory.</summary>
internal sealed class ChannelRegistry(ChannelContext context, WriteScheduler writes)
{
    // A power of two. Rare enough to cost nothing, often enough to see what clients see.
    private const int TimedOneIn = 64;

    private readonly ConcurrentDictionary<string, Channel> _channels = new(StringComparer.Ordinal);
    private readonly List<Channel> _gathering = [];
    private Action<Channel>? _forget;
    private int _received;

    public int Count => _channels.Count;

    /// <summary>The channel of a name, made if it is not there; its <see cref="Channel.Leave"/> is to be called once.</summary>
    public Channel Enter(string name)
    {
        while (true)
        {
            var channel = _channels.GetOrAdd(name, static (name, registry) => registry.Create(name), this);
            if (channel.TryEnter())
                return channel;
            Forget(channel); // given up this moment, and about to be taken out
        }
    }

    /// <summary>
    /// Hands an event's bytes to the channel they are for, if anybody wants it. They are copied. For one thread at a time,
    /// and <see cref="EndBurst"/> must follow.
    /// </summary>
    public void OnEvent(ReadOnlySpan<byte> json)
    {
        Span<char> name = stackalloc char[EventEnvelope.MaxChannelLength];
        if (!EventEnvelope.TryRead(json, name, out var length, out var envelope))
        {
            NotifierMetrics.Malformed.Add(1);
            return;
        }

        if (envelope.Kind == EventKind.Activity && PresenceBackplane.IsSign(envelope.Type))
        {
            if (context.Presence?.ReadSign(json) is { } leaving)
                DropReplica(leaving);
            return;
        }

        var lookup = _channels.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(name[..length], out var channel))
            return; // another channel of the same shard
        if (envelope.Kind == EventKind.Activity && PresenceBackplane.IsPart(envelope.Type))
        {
            if (context.Presence?.ReadPart(json) is { } part)
                channel.OnPresence(part);
            return;
        }

        NotifierMetrics.Received.Add(1);
        writes.Gather();
        if (channel.OnEvent(EventFrame.Copy(envelope, json, timed: (++_received & TimedOneIn - 1) == 0)))
            _gathering.Add(channel);
    }

    /// <summary>Nothing more is at hand: what came goes out.</summary>
    public void EndBurst()
    {
        try
        {
            foreach (var channel in _gathering)
                channel.EndBurst();
        }
        finally
        {
            _gathering.Clear();
            writes.Release();
        }
    }

    /// <summary>Has every channel fetch what it may have missed.</summary>
    public void Resync()
    {
        if (context.Presence is { } presence)
            presence.MayHaveMissed = true;
        foreach (var (_, channel) in _channels)
            channel.Resync();
    }

    /// <summary>Takes a replica's users off every channel.</summary>
    public void DropReplica(string replica)
    {
        foreach (var (_, channel) in _channels)
            channel.DropReplica(replica);
    }

    /// <summary>Tells the other replicas of every channel who is here.</summary>
    public void AnnouncePresence()
    {
        foreach (var (_, channel) in _channels)
            channel.AnnouncePresence();
    }

    private Channel Create(string name) => new(name, context, _forget ??= Forget);

    private void Forget(Channel channel) => _channels.TryRemove(KeyValuePair.Create(channel.Name, channel));
}

using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Presence;

namespace Trawl.Notifier.Channels;

internal sealed partial class Channel
{
    // So few are looked through for every newcomer; of more it is told what they were told last.
    private const int Few = 64;

    private ChannelPresence? _presence;
    private EventFrame? _lastPresence;

    // Everybody's channel would tell everybody's name.
    private bool HasPresence => _context.Presence is { IsOn: true } && Name != "system";

    /// <summary>Another replica's part, or its question.</summary>
    public void OnPresence(PresencePart part)
    {
        lock (_gate)
        {
            if (!HasPresence)
                return;
            (_presence ??= new ChannelPresence()).Take(part);
            SayPresence();
        }
    }

    /// <summary>A replica is gone, and its clients with it.</summary>
    public void DropReplica(string replica)
    {
        lock (_gate)
        {
            _presence?.Drop(replica);
            SayPresence();
        }
    }

    /// <summary>Tells the other replicas and asks them: something may have been missed.</summary>
    public void AnnouncePresence()
    {
        lock (_gate)
        {
            if (_presence is not { Own.Length: > 0 } presence)
                return;
            presence.Publish = presence.Ask = true;
            SayPresence();
        }
    }

    private void Arrived(Subscription subscription)
    {
        if (!HasPresence)
            return;
        var presence = _presence ??= new ChannelPresence();
        presence.Dirty |= !presence.Has(subscription.Connection.Caller.UserId);
        if (!SayPresence())
            subscription.SendState(_liveCount > Few && _lastPresence is not null ? _lastPresence : PresenceFrame(presence, Users()));
    }

    private void Gone()
    {
        if (_presence is null)
            return;
        _presence.Dirty = true;
        SayPresence();
    }

    // True when everybody was told.
    private bool SayPresence()
    {
        if (_presence is not { } presence || !(presence.Dirty || presence.Tell || presence.Publish) || presence.Timer is not null)
            return false;
        var wait = ChannelPresence.Interval - _context.Time.GetElapsedTime(presence.LastRun);
        if (presence.LastRun == 0 || wait <= TimeSpan.Zero)
            return SayPresenceNow(presence);
        presence.Timer = _context.After(wait, PresenceTimerRang);
        return false;
    }

    private void PresenceTimerRang()
    {
        lock (_gate)
        {
            if (_presence is not { } presence || _closed)
                return;
            presence.Timer?.Dispose();
            presence.Timer = null;
            SayPresenceNow(presence);
        }
    }

    private bool SayPresenceNow(ChannelPresence presence)
    {
        presence.LastRun = _context.Time.GetTimestamp();
        if (presence.Dirty)
            presence.SetOwn(Users());
        if (presence.Publish)
            _context.Presence!.PublishPart(Name, presence.Own, presence.Ask && presence.Own.Length > 0);
        presence.Ask &= !presence.Publish || presence.Own.Length == 0; // who has nobody is told nothing, and asks when it has
        var tell = presence.Tell && !_ended && _liveCount > 0;
        (presence.Publish, presence.Tell) = (false, false);
        if (!tell)
            return false;
        var frame = PresenceFrame(presence, presence.Own);
        _lastPresence = _liveCount > Few ? frame : null;
        for (var i = 0; i < _liveCount; i++)
            _live[i].SendState(frame);
        return true;
    }

    private string[] Users()
    {
        if (_liveCount <= 1)
            return _liveCount == 0 ? [] : [_live[0].Connection.Caller.UserId];
        var users = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _liveCount; i++)
            users.Add(_live[i].Connection.Caller.UserId);
        return ChannelPresence.Sorted(users);
    }

    private EventFrame PresenceFrame(ChannelPresence presence, string[] own)
    {
        var now = _context.Time.GetUtcNow();
        var (users, total) = presence.With(own, _context.Options.MaxPresenceUsers);
        return EventFrame.From(new ChannelEvent
        {
            Type = EventTypes.Presence,
            Channel = Name,
            JobId = IsJob ? Guid.Parse(Name.AsSpan(4)) : null,
            Version = presence.NextVersion(now),
            Timestamp = now,
            Data = JsonSerializer.SerializeToElement(new { users, total }),
        });
    }

    // Before the channel is given up: who is not here any more is nowhere.
    private void EndPresence()
    {
        if (_presence is not { } presence)
            return;
        presence.Timer?.Dispose();
        presence.Timer = null;
        if (presence.Dirty)
            SayPresenceNow(presence);
    }
}

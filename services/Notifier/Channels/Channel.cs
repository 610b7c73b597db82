using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Channels;

/// <summary>
/// A channel while somebody here wants it, and a grace period after. All that concerns its order happens under its lock:
/// what comes off the backplane, what is fetched from the Api, who joins and leaves. Under the lock nothing waits.
/// Locks are taken in the order channel, connection, outbox; never another channel's.
/// </summary>
internal sealed partial class Channel
{
    private readonly Lock _gate = new();
    private readonly ChannelContext _context;
    private readonly Action<Channel> _forget;
    private readonly int _shard;
    private readonly EventRing _ring;
    private readonly ChannelStates _states = new();

    private Task? _bound;
    private ITimer? _grace;
    private int _users;
    private bool _closed;

    // Set by the first answer of the Api; until then only gathered.
    private bool _known;
    private long _last;
    private bool _ended;

    public Channel(string name, ChannelContext context, Action<Channel> forget)
    {
        Name = name;
        IsJob = ChannelName.IsJob(name);
        _context = context;
        _forget = forget;
        _shard = ChannelShard.Of(name);
        _ring = new EventRing(context.Options.RingEvents, context.Options.RingBytes);
    }

    public string Name { get; }
    public bool IsJob { get; }

    /// <summary>Counts somebody who needs the channel; false when it was given up just now, and another is to be made.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _users++;
            _grace?.Dispose();
            _grace = null;
            if (_bound is { IsFaulted: true })
            {
                _context.Bindings.Release(_shard);
                _bound = null;
            }

            _bound ??= _context.Bindings.AcquireAsync(_shard);
            return true;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_users == 0 && !_closed)
                _grace = _context.After(_context.Options.ChannelGrace, GraceOver);
        }
    }

    private void GraceOver()
    {
        lock (_gate)
        {
            if (_users > 0 || _closed)
                return;
            EndPresence();
            _closed = true;
            _grace?.Dispose();
            _gapTimer?.Dispose();
            _stateTimer?.Dispose();
            _endTimer?.Dispose();
        }

        _forget(this);
        _context.Bindings.Release(_shard);
    }

    // What is known may have gone stale, and nobody is here to be told: the next who comes asks anew.
    private void Unlearn()
    {
        _known = false;
        _ended = false;
        _last = 0;
        _early = null;
        _states.Clear();
        _ring.Reset(0);
    }
}

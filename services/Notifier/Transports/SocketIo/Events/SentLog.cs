using System.Globalization;
using System.Runtime.InteropServices;

namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>
/// How far in each channel's log a client has been told, so that a later connection can go on there. What is on its way
/// does not count until it is delivered. For a client that asked for recovery, the order of the last events besides: the
/// offset it comes back with tells which of them it has.
/// </summary>
internal sealed class SentLog
{
    private const int Remembered = 2048;

    private readonly Lock _gate = new();
    private readonly List<Place> _told = new(1);
    private readonly List<Place> _appended = [];
    private readonly List<Place> _taken = [];
    private Queue<Place>? _order;
    private string? _first;
    private bool _forgot;

    public static string Offset(string channel, long seq) => string.Create(CultureInfo.InvariantCulture, $"{channel}#{seq}");

    /// <summary>From now on the order counts, too. The client came with this offset, and may come with it again.</summary>
    public void RememberOrder(string? offset)
    {
        lock (_gate)
            (_order, _first) = (new Queue<Place>(), offset);
    }

    /// <summary>A subscription begins behind this position.</summary>
    public void Begin(string channel, long seq)
    {
        lock (_gate)
            Told(new Place(channel, seq, Begins: true));
    }

    /// <summary>The client does not want to be told any more.</summary>
    public void Forget(string channel)
    {
        lock (_gate)
            _told.RemoveAll(place => place.Channel == channel);
    }

    /// <summary>Where it is told.</summary>
    public IReadOnlyList<string> Channels()
    {
        lock (_gate)
            return [.. _told.Select(place => place.Channel)];
    }

    public void Appended(string channel, long seq)
    {
        lock (_gate)
            _appended.Add(new Place(channel, seq, Begins: false));
    }

    public void Taken()
    {
        lock (_gate)
        {
            _taken.AddRange(_appended);
            _appended.Clear();
        }
    }

    public void Delivered()
    {
        lock (_gate)
        {
            foreach (var place in _taken)
                Told(place);
            _taken.Clear();
        }
    }

    /// <summary>How far the client is in a channel; null when it was never told where it begins.</summary>
    public long? PositionIn(string channel)
    {
        lock (_gate)
        {
            var index = _told.FindIndex(place => place.Channel == channel);
            return index < 0 ? null : _told[index].Seq;
        }
    }

    /// <summary>How far it is in each channel when this offset is the last that it has; null when that is too long ago.</summary>
    public Dictionary<string, long>? PositionsAt(string? offset)
    {
        lock (_gate)
        {
            if (_order is null)
                return null;
            var positions = new Dictionary<string, long>();
            var fromStart = offset is null || offset == _first;
            var found = fromStart;
            // What was taken and never confirmed may have reached it all the same.
            foreach (var place in _order.Concat(_taken))
            {
                if (!found)
                    positions[place.Channel] = place.Seq;
                else
                    positions.TryAdd(place.Channel, place.Begins ? place.Seq : place.Seq - 1);
                found |= !place.Begins && Offset(place.Channel, place.Seq) == offset;
            }

            return found && !(fromStart && _forgot) ? positions : null;
        }
    }

    private void Told(in Place place)
    {
        var places = CollectionsMarshal.AsSpan(_told);
        var index = 0;
        while (index < places.Length && places[index].Channel != place.Channel)
            index++;
        if (index < places.Length)
            places[index] = place;
        else if (place.Begins)
            _told.Add(place); // else what was still on its way when the client left the channel

        if (_order is null)
            return;
        _order.Enqueue(place);
        if (_order.Count <= Remembered)
            return;
        _order.Dequeue();
        _forgot = true;
    }

    private readonly record struct Place(string Channel, long Seq, bool Begins);
}

namespace Trawl.Notifier.Channels;

/// <summary>A channel's recent log events, without a gap, bounded in number and bytes. Not thread-safe.</summary>
internal sealed class EventRing(int maxEvents, int maxBytes)
{
    private readonly Deque _events = new();
    private long _bytes;

    /// <summary>The first event that can be had is the one after this.</summary>
    public long Floor { get; private set; }

    /// <summary>Whether everything after a position is here.</summary>
    public bool Reaches(long position) => position >= Floor;

    /// <summary>Starts anew: empty, after a position.</summary>
    public void Reset(long floor)
    {
        _events.Clear();
        _bytes = 0;
        Floor = floor;
    }

    /// <summary>Adds the event after the last one.</summary>
    public void Add(EventFrame frame)
    {
        _events.Add(frame);
        _bytes += frame.Length;
        while (_events.Count > maxEvents || (_bytes > maxBytes && _events.Count > 0))
        {
            var oldest = _events.RemoveFirst();
            _bytes -= oldest.Length;
            Floor = oldest.Seq;
        }
    }

    /// <summary>Takes older events in, when they end where these begin and there is room.</summary>
    public void Prepend(IReadOnlyList<EventFrame> older)
    {
        if (older.Count == 0 || older[^1].Seq != Floor || older[0].Seq <= 0)
            return;
        for (var i = older.Count - 1; i >= 0 && _events.Count < maxEvents && _bytes + older[i].Length <= maxBytes; i--)
        {
            _events.AddFirst(older[i]);
            _bytes += older[i].Length;
            Floor = older[i].Seq - 1;
        }
    }

    /// <summary>The event of a number, which must be above <see cref="Floor"/> and not beyond the last.</summary>
    public EventFrame this[long seq] => _events[(int)(seq - Floor - 1)];

    /// <summary>A double-ended queue over one array: the framework's cannot be indexed or filled from the front.</summary>
    private sealed class Deque
    {
        private EventFrame?[] _items = [];
        private int _head;

        public int Count { get; private set; }

        public EventFrame this[int index] => _items[(_head + index) & (_items.Length - 1)]!;

        public void Add(EventFrame frame)
        {
            Grow();
            _items[(_head + Count++) & (_items.Length - 1)] = frame;
        }

        public void AddFirst(EventFrame frame)
        {
            Grow();
            _head = (_head - 1) & (_items.Length - 1);
            _items[_head] = frame;
            Count++;
        }

        public EventFrame RemoveFirst()
        {
            var first = _items[_head]!;
            _items[_head] = null;
            _head = (_head + 1) & (_items.Length - 1);
            Count--;
            return first;
        }

        public void Clear() => (_items, _head, Count) = ([], 0, 0);

        private void Grow()
        {
            if (Count < _items.Length)
                return;
            var larger = new EventFrame?[Math.Max(4, _items.Length * 2)]; // powers of two, for the mask
            for (var i = 0; i < Count; i++)
                larger[i] = this[i];
            (_items, _head) = (larger, 0);
        }
    }
}

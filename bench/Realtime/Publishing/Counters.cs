using System.Diagnostics.Metrics;

namespace Trawl.Realtime.Publishing;

/// <summary>Some of this process's counters, from now on.</summary>
internal sealed class Counters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, Cell> _cells;

    public Counters(params string[] names)
    {
        _cells = names.ToDictionary(name => name, _ => new Cell());
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_cells.TryGetValue(instrument.Name, out var cell))
                listener.EnableMeasurementEvents(instrument, cell);
        };
        _listener.SetMeasurementEventCallback<long>(static (_, count, _, cell) => Interlocked.Add(ref ((Cell)cell!).Value, count));
        _listener.Start();
    }

    public long this[string name] => Interlocked.Read(ref _cells[name].Value);

    public void Dispose() => _listener.Dispose();

    private sealed class Cell
    {
        public long Value;
    }
}

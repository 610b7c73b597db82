namespace Trawl.Realtime.Scenarios;

/// <summary>What was measured, by scenario, figure and server, for the comparison at the end.</summary>
internal sealed class Results
{
    private readonly Dictionary<(string Scenario, string Server, Figure Figure), double> _values = [];

    public void Add(string scenario, string server, Figure figure, double value) => _values[(scenario, server, figure)] = value;

    public void Add(string server, Outcome outcome)
    {
        var scenario = outcome.Traffic.Name;
        Add(scenario, server, Figure.CpuPerMillion, outcome.CpuPerMillion);
        Add(scenario, server, Figure.CpuPerEvent, outcome.CpuPerEvent);
        Add(scenario, server, Figure.Median, outcome.Tally.Latency.Milliseconds(0.5));
        Add(scenario, server, Figure.P99, outcome.Tally.Latency.Milliseconds(0.99));
        Add(scenario, server, Figure.OldestShown, outcome.Tally.Age.Max / 1e6);
    }

    public double? Of(string scenario, string server, Figure figure) => _values.TryGetValue((scenario, server, figure), out var value) ? value : null;
}

internal enum Figure
{
    CpuPerMillion,
    CpuPerEvent,
    Median,
    P99,
    OldestShown,
    KiBOneChannel,
    KiBOwnChannels,
    MiBGrown,
}

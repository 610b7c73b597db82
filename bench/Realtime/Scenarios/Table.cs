namespace Trawl.Realtime.Scenarios;

/// <summary>Markdown, a row as soon as it is known.</summary>
internal static class Table
{
    public static void Head(Traffic traffic)
    {
        var load = traffic.Load;
        var rate = load.Rate == 0 ? "saturated" : $"{load.Rate} a second";
        Console.WriteLine($"### {traffic.Name}: {traffic.Clients} clients, {traffic.Channels} channels, {load.Type} of {load.Bytes} bytes, {rate}\n");
        Console.WriteLine("| server | published/s | delivered/s | of all % | CPU s/million | CPU µs/event | p50 ms | p99 ms | max ms | oldest shown ms | lost |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    public static void Row(Contestant contestant, Outcome o)
    {
        var m = o.Tally;
        var oddities = (o.Gone > 0 ? $" {o.Gone} connections" : "") + (m.OutOfOrder > 0 ? $" {m.OutOfOrder} out of order" : "");
        Console.WriteLine(
            $"| {contestant.Key} | {o.Published.PerSecond:F0} | {m.Delivered / o.Seconds:F0} | {100 * o.Share:F1} | {o.CpuPerMillion:F3} | {o.CpuPerEvent:F1} "
            + $"| {m.Latency.Milliseconds(0.5):F1} | {m.Latency.Milliseconds(0.99):F1} | {m.Latency.Max / 1e6:F0} | {m.Age.Max / 1e6:F0} |{oddities} |");
    }
}

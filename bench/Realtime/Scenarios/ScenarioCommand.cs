using Trawl.Measurement;
using Trawl.Realtime.Servers;

namespace Trawl.Realtime.Scenarios;

/// <summary><c>scenario NAME</c>, or all of them.</summary>
internal static class ScenarioCommand
{
    private static readonly Traffic[] All =
    [
        new("broadcast", 1000, 1, new Workload(0, 5)),
        new("channels", 2000, 2000, new Workload(0, 5)),
        new("paced", 2000, 2000, new Workload(1000, 10)),
        new("steady", 1000, 1, new Workload(50, 10, "progress")),
        new("light", 1000, 1, new Workload(10, 10, "stage")),
    ];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.Only("servers", "clients", "channels", "rate", "seconds", "type", "bytes", "repeat");
        var names = arguments.Words.Skip(1).ToArray();
        var servers = Contestant.Named(arguments.Text("servers") ?? "core/ws,core/hub,signalr,kestrel");
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}\n");
        foreach (var scenario in All.Where(traffic => names.Length == 0 || names.Contains(traffic.Name)))
        {
            var traffic = Adapt(scenario, arguments);
            Table.Head(traffic);
            foreach (var contestant in servers)
            {
                if (contestant.Missing is { } why)
                    Console.WriteLine($"| {contestant.Key} | not measured: {why} |");
                else
                    Table.Row(contestant, await TrafficRun.MedianAsync(contestant, traffic, Math.Max(1, arguments.Count("repeat", 1))));
            }

            Console.WriteLine();
        }

        return 0;
    }

    private static Traffic Adapt(Traffic traffic, Arguments arguments) => traffic with
    {
        Clients = arguments.Count("clients", traffic.Clients),
        Channels = arguments.Count("channels", traffic.Channels),
        Load = new Workload(
            arguments.Number("rate", traffic.Load.Rate), arguments.Number("seconds", traffic.Load.Seconds),
            arguments.Text("type") ?? traffic.Load.Type, arguments.Count("bytes", traffic.Load.Bytes)),
    };
}

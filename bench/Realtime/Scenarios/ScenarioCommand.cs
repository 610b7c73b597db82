using Trawl.Measurement;
using Trawl.Realtime.Servers;

namespace Trawl.Realtime.Scenarios;

/// <summary><c>scenario NAME…</c>, or all of them.</summary>
internal static class ScenarioCommand
{
    private static readonly string[] Options = ["servers", "clients", "channels", "rate", "seconds", "type", "bytes", "repeat"];

    private static readonly Traffic[] OfTraffic =
    [
        new("broadcast", 1000, 1, new Workload(0, 5)),
        new("channels", 2000, 2000, new Workload(0, 5)),
        new("paced", 2000, 2000, new Workload(1000, 10)),
        new("steady", 1000, 1, new Workload(50, 10, "progress")),
        new("light", 1000, 1, new Workload(10, 10, "stage")),
    ];

    private static readonly Traffic Memory = new("memory", 10_000, 1, new Workload(0, 0));

    // Log events and activity: the one may not be lost, the other may.
    private static readonly Traffic[] Stuck =
    [
        new("never-reads", 1000, 1, new Workload(25, 15, "stage", 16384)),
        new("never-reads", 1000, 1, new Workload(25, 15, "batch_complete", 16384)),
    ];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.Only(Options);
        var names = arguments.Words.Skip(1).ToArray();
        var known = OfTraffic.Append(Memory).Concat(Stuck).Select(traffic => traffic.Name).Distinct().ToArray();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"'{unknown}' is no scenario: {string.Join(", ", known)}.");
        var servers = arguments.Text("servers") is { } wanted ? Contestant.Named(wanted) : Contestant.All;
        var results = new Results();
        var asked = (Traffic traffic) => names.Length == 0 || names.Contains(traffic.Name);
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}\n");
        foreach (var traffic in OfTraffic.Where(asked).Select(traffic => Adapt(traffic, arguments)))
        {
            Table.Head(traffic);
            await EachAsync(servers, traffic.Name, arguments, async contestant =>
            {
                var outcome = await TrafficRun.MedianAsync(contestant, traffic, Math.Max(1, arguments.Count("repeat", 3)));
                Table.Row(contestant, outcome);
                results.Add(contestant.Key, outcome);
            });
        }

        if (asked(Memory))
            await MemoryAsync(servers, arguments, results);
        foreach (var traffic in Stuck.Where(asked).Select(traffic => Adapt(traffic, arguments)))
        {
            NeverReads.Head(traffic);
            await EachAsync(servers, traffic.Name, arguments, async contestant =>
            {
                var grown = await NeverReads.RowAsync(contestant, traffic);
                results.Add(traffic.Name, contestant.Key, Figure.MiBGrown, Math.Max(grown, results.Of(traffic.Name, contestant.Key, Figure.MiBGrown) ?? 0));
            });
        }

        Claims.Print(results);
        return 0;
    }

    private static async Task MemoryAsync(IReadOnlyList<Contestant> servers, Arguments arguments, Results results)
    {
        var clients = arguments.Count("clients", Memory.Clients);
        IdleMemory.Head(clients);
        await EachAsync(servers, Memory.Name, arguments, async contestant =>
        {
            results.Add(Memory.Name, contestant.Key, Figure.KiBOneChannel, await IdleMemory.RowAsync(contestant, clients, ownChannels: false));
            results.Add(Memory.Name, contestant.Key, Figure.KiBOwnChannels, await IdleMemory.RowAsync(contestant, clients, ownChannels: true));
        });
    }

    private static async Task EachAsync(IReadOnlyList<Contestant> servers, string scenario, Arguments arguments, Func<Contestant, Task> measure)
    {
        // Two transports of three say nothing new outside of the scenario that is about each of them; who names them gets them.
        foreach (var contestant in servers.Where(c => arguments.Has("servers") || c.TakesPart(scenario)))
        {
            if (contestant.Missing is { } why)
            {
                Console.WriteLine($"| {contestant.Key} | not measured: {why} |");
                continue;
            }

            try
            {
                await measure(contestant);
            }
            catch (Exception fault) when (fault is InvalidOperationException or TimeoutException or IOException)
            {
                // One server that does not do what is asked of it must not cost the figures of the others.
                Console.WriteLine($"| {contestant.Key} | failed: {fault.Message.ReplaceLineEndings(" ")} |");
            }
        }

        Console.WriteLine();
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

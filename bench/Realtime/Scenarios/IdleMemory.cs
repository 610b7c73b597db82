using Trawl.Measurement;
using Trawl.Realtime.Load;
using Trawl.Realtime.Servers;

namespace Trawl.Realtime.Scenarios;

/// <summary>What connections cost that are subscribed and hear nothing. A fresh process for each figure: heaps remember.</summary>
internal static class IdleMemory
{
    // What the first connections bring with them (code, pools, threads) is not theirs.
    private const int WarmUp = 200;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(4);

    public static void Head(int clients)
    {
        Console.WriteLine($"### memory: {clients} idle connections, each subscribed\n");
        Console.WriteLine("| server | channels | KiB/connection resident | proportional | private | all MiB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
    }

    public static async Task<double> RowAsync(Contestant contestant, int clients, bool ownChannels)
    {
        await using var server = await contestant.Start();
        var channels = await server.ChannelsAsync(ownChannels ? clients : 1);
        using var first = await ConnectAsync(contestant, server, channels, WarmUp);
        await Task.Delay(Settle);
        var before = Memory.Of(server.ProcessId);
        using var all = await ConnectAsync(contestant, server, channels, clients);
        await Task.Delay(Settle);
        var after = Memory.Of(server.ProcessId);
        if (all.Gone > 0)
            throw new InvalidOperationException($"{all.Gone} connections were lost: {all.Fault}");
        var each = (long from, long to) => (to - from) / (double)clients;
        Console.WriteLine(
            $"| {contestant.Key} | {channels.Count} | {each(before.Resident, after.Resident):F1} | {each(before.Proportional, after.Proportional):F1} "
            + $"| {each(before.Private, after.Private):F1} | {after.Resident / 1024} |");
        return each(before.Resident, after.Resident);
    }

    private static async Task<LoadGenerator> ConnectAsync(Contestant contestant, IServer server, IReadOnlyList<Publishing.JobChannel> channels, int clients)
    {
        var load = new LoadGenerator(server.Address, contestant.Speak());
        for (var i = 0; i < clients; i++)
            load.Add(channels[i % channels.Count].Name, IServer.User);
        await load.ConnectAsync();
        return load;
    }
}

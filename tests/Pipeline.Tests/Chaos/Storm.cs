using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>
/// Kills each process twice, and restarts the broker twice, once in order and once with SIGKILL: in random order, at random
/// moments, all of them while the crawl is under way. What is killed comes back after a random while, and may be coming
/// back still when the next blow falls.
/// </summary>
public sealed class Storm(ClusterDeployment cluster, Random random, int pages)
{
    private const int Times = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, Task> _coming = [];

    /// <summary>What was done so far.</summary>
    public List<Blow> Blows { get; } = [];

    /// <summary>Returns when all blows have fallen and everything runs again.</summary>
    /// <param name="asked">How many pages the site was asked for: what moments are measured by.</param>
    public async Task RageAsync(Func<int> asked)
    {
        var targets = Enumerable.Repeat(cluster.Processes, Times).SelectMany(names => names).Concat(Enumerable.Repeat(Blow.Broker, Times)).ToArray();
        random.Shuffle(targets);
        // From the first pages on, and the last blow well before the end.
        var moments = targets.Select(_ => random.Next(pages / 50, pages * 9 / 10)).Order().ToArray();
        for (var i = 0; i < targets.Length; i++)
        {
            var moment = moments[i];
            await Eventually.TrueAsync(() => asked() >= moment, Deadline);
            if (targets[i] == Blow.Broker)
                await BrokerAsync();
            else
                await KillAsync(targets[i]);
        }

        await Task.WhenAll(_coming.Values);
    }

    private async Task KillAsync(string process)
    {
        if (_coming.TryGetValue(process, out var coming))
            await coming;
        var began = DateTime.UtcNow;
        await cluster.KillAsync(process);
        Blows.Add(new Blow(process, began, DateTime.UtcNow));
        _coming[process] = BackAsync(process, Pause());
    }

    private async Task BackAsync(string process, TimeSpan pause)
    {
        await Task.Delay(pause);
        await cluster.StartAsync(process);
    }

    private async Task BrokerAsync()
    {
        var began = DateTime.UtcNow;
        var inOrder = !Blows.Exists(blow => blow.Target == Blow.Broker);
        await (inOrder ? cluster.StopBrokerAsync() : cluster.KillBrokerAsync());
        await Task.Delay(Pause());
        await cluster.LaunchBrokerAsync();
        Blows.Add(new Blow(Blow.Broker, began, DateTime.UtcNow, inOrder));
    }

    private TimeSpan Pause() => TimeSpan.FromMilliseconds(random.Next(0, 1500));
}

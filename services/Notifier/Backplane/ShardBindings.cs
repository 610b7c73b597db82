using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Backplane;

/// <summary>
/// Which shards this replica hears: those of the channels it has, counted, so that one channel's end does not take another's
/// events away. A shard's binds and unbinds happen one after the other, however they were asked for.
/// </summary>
internal sealed partial class ShardBindings(IEventSubscriber subscriber, ILogger<ShardBindings> logger)
{
    private readonly Shard[] _shards = [.. Enumerable.Range(0, ChannelShard.Count).Select(number => new Shard(number))];

    /// <summary>Counts a user of the shard; the task ends when everything published from then on is heard.</summary>
    public Task AcquireAsync(int number)
    {
        var shard = _shards[number];
        lock (shard)
        {
            if (shard.Users++ == 0 || shard.Last.IsFaulted)
                shard.Last = BindAsync(shard, shard.Last);
            return shard.Last;
        }
    }

    /// <summary>The shard has one user less.</summary>
    public void Release(int number)
    {
        var shard = _shards[number];
        lock (shard)
        {
            if (--shard.Users == 0)
                shard.Last = UnbindAsync(shard, shard.Last);
        }
    }

    private async Task BindAsync(Shard shard, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await subscriber.BindAsync(shard.Number, CancellationToken.None);
    }

    private async Task UnbindAsync(Shard shard, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (shard)
        {
            if (shard.Users > 0)
                return; // wanted again: the bind that follows finds it bound
        }

        try
        {
            await subscriber.UnbindAsync(shard.Number, CancellationToken.None);
        }
        catch (EventBackplaneException e)
        {
            // Only costs events that nobody here wants.
            LogNotUnbound(shard.Number, e);
        }
    }

    private sealed class Shard(int number)
    {
        public int Number { get; } = number;
        public int Users { get; set; }
        public Task Last { get; set; } = Task.CompletedTask;
    }
}

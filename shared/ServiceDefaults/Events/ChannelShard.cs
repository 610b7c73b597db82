using System.Text;

namespace Trawl.ServiceDefaults.Events;

/// <summary>Which of the backplane's shards a channel belongs to. Part of the wire: publishers and Notifiers must agree.</summary>
public static class ChannelShard
{
    /// <summary>How many shards there are. Fine enough that a Notifier hears little that nobody asked it for, few enough to bind them all.</summary>
    public const int Count = 256;

    private static readonly string[] Keys = [.. Enumerable.Range(0, Count).Select(shard => shard.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The channel's shard, 0 to 255: 32-bit FNV-1a of its UTF-8 bytes, modulo <see cref="Count"/>.</summary>
    public static int Of(string channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Span<byte> utf8 = channel.Length <= 128 ? stackalloc byte[channel.Length * 3] : new byte[Encoding.UTF8.GetMaxByteCount(channel.Length)];
        var length = Encoding.UTF8.GetBytes(channel, utf8);
        var hash = 2166136261u;
        foreach (var b in utf8[..length])
            hash = unchecked((hash ^ b) * 16777619u);
        return (int)(hash % Count);
    }

    /// <summary>The AMQP routing key of a shard: its decimal number.</summary>
    public static string RoutingKey(int shard) => Keys[shard];
}

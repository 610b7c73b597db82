using System.Buffers;
using System.Numerics;
using RabbitMQ.Client;

namespace Trawl.ServiceDefaults.Events;

/// <summary>
/// Events that wait at the same time, as one AMQP message: a message costs the broker and a Notifier twenty times what an
/// event in it costs. Their bodies are lines (JSON has no bare line feed), and the message names the shards of all of them
/// (<c>CC</c>), so that a queue bound to any gets it, once. Not thread-safe; used again and again.
/// </summary>
internal sealed class EventBatch
{
    /// <summary>Between two events of a message. Part of the wire.</summary>
    public const byte Separator = (byte)'\n';

    /// <summary>Long enough that a message's own cost is gone, short enough that a Notifier's other queues are not held up.</summary>
    private const int MaxBytes = 32 * 1024;

    private static readonly byte[][] Keys = [.. Enumerable.Range(0, ChannelShard.Count).Select(s => System.Text.Encoding.ASCII.GetBytes(ChannelShard.RoutingKey(s)))];

    private readonly ulong[] _shards = new ulong[ChannelShard.Count / 64];
    private readonly ArrayBufferWriter<byte> _lines = new();
    private EventMessage _only;
    private int _first;

    public int Count { get; private set; }

    /// <summary>The body, valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Body => Count == 1 ? _only.Body : _lines.WrittenMemory;

    public CachedString RoutingKey => RabbitMqEvents.RoutingKeys[_first];

    /// <summary>Whether another fits; the first always does.</summary>
    public bool HasRoomFor(EventMessage message) => Count == 0 || Length + message.Body.Length < MaxBytes;

    public void Add(EventMessage message)
    {
        var shard = ChannelShard.Of(message.Channel);
        if (Count++ == 0)
        {
            (_only, _first) = (message, shard);
        }
        else
        {
            if (Count == 2)
                _lines.Write(_only.Body.Span);
            _lines.GetSpan(1)[0] = Separator;
            _lines.Advance(1);
            _lines.Write(message.Body.Span);
        }

        _shards[shard / 64] |= 1ul << (shard % 64);
    }

    /// <summary>New ones each time: with tracing on, the client writes the headers of the trace into what it is given.</summary>
    public BasicProperties Properties()
    {
        var others = _shards.Sum(BitOperations.PopCount) - 1;
        if (others <= 0)
            return new BasicProperties();
        var keys = new List<object?>(others);
        for (var word = 0; word < _shards.Length; word++)
        {
            for (var bits = _shards[word]; bits != 0; bits &= bits - 1)
            {
                var shard = (word * 64) + BitOperations.TrailingZeroCount(bits);
                if (shard != _first)
                    keys.Add(Keys[shard]);
            }
        }

        return new BasicProperties { Headers = new Dictionary<string, object?> { ["CC"] = keys } };
    }

    public void Clear()
    {
        Count = 0;
        _only = default;
        _lines.ResetWrittenCount();
        Array.Clear(_shards);
    }

    private int Length => Count == 1 ? _only.Body.Length : _lines.WrittenCount;
}

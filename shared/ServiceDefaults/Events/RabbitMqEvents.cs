using RabbitMQ.Client;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Events;

/// <summary>What publishers and subscribers on a broker have in common.</summary>
internal sealed class RabbitMqEvents(BrokerAddress broker, ServiceInstance? instance = null)
{
    /// <summary>Part of the wire, as <see cref="ChannelShard"/> is.</summary>
    public static readonly CachedString Exchange = new("trawl.events");
    public static readonly CachedString[] RoutingKeys = [.. Enumerable.Range(0, ChannelShard.Count).Select(s => new CachedString(ChannelShard.RoutingKey(s)))];

    /// <summary>A connection of its own, apart from MassTransit's: commands and events must not wait for each other.</summary>
    public Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker.Uri,
            UserName = broker.User,
            Password = broker.Password,
            ClientProvidedName = $"{instance?.Id ?? "trawl"} {purpose}",
            // Our own loops reconnect: they know what was bound, what was confirmed and whom to tell.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(4),
            ContinuationTimeout = TimeSpan.FromSeconds(10),
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
        };
        return factory.CreateConnectionAsync(cancellationToken);
    }

    public static Task DeclareExchangeAsync(IChannel channel, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(Exchange.Value, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: cancellationToken);

    /// <summary>How long to wait before the n-th attempt in a row: 50 ms doubling to 5 s, a random half of it, so that replicas spread.</summary>
    public static TimeSpan Backoff(int attempt)
    {
        var ceiling = Math.Min(5000, 50 << Math.Min(attempt, 7));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}

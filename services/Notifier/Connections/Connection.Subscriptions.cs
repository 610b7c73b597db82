using Trawl.Notifier.Channels;
using Trawl.Notifier.History;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Connections;

internal abstract partial class Connection
{
    // A client has one or a few; those with many look through them only when they subscribe. Null: the connection is gone.
    private List<Subscription>? _subscriptions = new(1);
    private readonly Lock _subscriptionsGate = new();

    /// <summary>
    /// Subscribes. Again to the same channel: with <paramref name="after"/> it starts over from there; without, it goes on
    /// undisturbed and is only told how things stand.
    /// </summary>
    public async Task<SubscribeAnswer> SubscribeAsync(string? wanted, long? after, bool counted = true)
    {
        if (counted && !_subscribes.TryTake())
            return SubscribeAnswer.No(ClientError.RateLimited($"At most {Core.Options.MaxSubscribesPerSecond} subscriptions a second.", wanted));
        if (HasLapsed)
            return SubscribeAnswer.No(ClientError.Unauthorized());
        if (after < 0)
            return SubscribeAnswer.No(ClientError.Invalid("'after' is a position: 0 or above.", wanted));
        if (ChannelName.Normalise(wanted) is not { } name || !MaySeeByName(name))
            return SubscribeAnswer.No(ClientError.NotFound(wanted));

        if (Find(name) is { } existing)
        {
            if (after is null && existing.Opened)
                return await LookAsync(existing);
            existing.Channel.Remove(existing, reason: null);
        }

        var subscription = new Subscription(this, Core.Channels.Enter(name));
        NotifierMetrics.Subscriptions.Add(1);
        if (!TryAdd(subscription))
        {
            subscription.Channel.Remove(subscription, reason: null);
            return SubscribeAnswer.No(HasLapsed
                ? ClientError.Unauthorized()
                : ClientError.RateLimited($"At most {Core.Options.MaxSubscriptionsPerConnection} subscriptions.", name));
        }

        return await JoinAsync(subscription, after);
    }

    /// <summary>Ends one subscription; false when there was none. What was queued before is still sent.</summary>
    public bool Unsubscribe(string? wanted, string? reason)
    {
        if (ChannelName.Normalise(wanted) is not { } name || Find(name) is not { } subscription)
            return false;
        subscription.Channel.Remove(subscription, reason);
        return true;
    }

    public bool IsSubscribed(string? wanted) => ChannelName.Normalise(wanted) is { } name && Find(name) is { Opened: true };

    /// <summary>The channels it is subscribed to, or is about to be.</summary>
    protected IReadOnlyList<string> SubscribedChannels()
    {
        lock (_subscriptionsGate)
            return _subscriptions is null ? [] : [.. _subscriptions.Select(subscription => subscription.Channel.Name)];
    }

    /// <summary>Called by the channel, under its lock, when a subscription has ended.</summary>
    public void Forget(Subscription subscription, string? reason)
    {
        lock (_subscriptionsGate)
            _subscriptions?.Remove(subscription);
        if (reason is null || !subscription.Opened)
            return;
        Send(UnsubscribedFrame(subscription.Channel.Name, reason));
        OnUnsubscribed(reason);
    }

    private async Task<SubscribeAnswer> JoinAsync(Subscription subscription, long? after)
    {
        var channel = subscription.Channel;
        ClientError error;
        try
        {
            // The history is patient already; this is for a broker that does not let the shard be bound.
            var joined = await channel.JoinAsync(subscription, after).WaitAsync(Core.Options.HistoryPatience + Core.Options.HistoryTimeout, Core.Time);
            if (subscription.Removed)
                return HasLapsed ? SubscribeAnswer.No(ClientError.Unauthorized()) : SubscribeAnswer.TakenBack;
            if (joined is not null)
            {
                subscription.Opened = true;
                return SubscribeAnswer.Yes(joined, subscription);
            }

            error = ClientError.NotFound(channel.Name);
        }
        catch (Exception e) when (e is HistoryUnavailableException or TimeoutException or EventBackplaneException)
        {
            LogUnavailable(Core.Logger, Id, channel.Name, e);
            error = ClientError.Unavailable(channel.Name);
        }

        channel.Remove(subscription, reason: null);
        return SubscribeAnswer.No(error);
    }

    private static async Task<SubscribeAnswer> LookAsync(Subscription existing)
    {
        try
        {
            return await existing.Channel.LookAsync() is { } joined
                ? SubscribeAnswer.Yes(joined, subscription: null)
                : SubscribeAnswer.No(ClientError.NotFound(existing.Channel.Name));
        }
        catch (HistoryUnavailableException)
        {
            return SubscribeAnswer.No(ClientError.Unavailable(existing.Channel.Name));
        }
    }

    private bool MaySeeByName(string name) => ChannelName.OwnerByName(name) is not { } user || Caller.MaySee(user);

    private Subscription? Find(string name)
    {
        lock (_subscriptionsGate)
            return _subscriptions?.Find(subscription => subscription.Channel.Name == name);
    }

    private bool TryAdd(Subscription subscription)
    {
        lock (_subscriptionsGate)
        {
            if (_subscriptions is null || _lapsed || (Core.Options.MaxSubscriptionsPerConnection is var most and > 0 && _subscriptions.Count >= most))
                return false;
            _subscriptions.Add(subscription);
            return true;
        }
    }

    private void Unsubscribe()
    {
        List<Subscription>? all;
        lock (_subscriptionsGate)
            (all, _subscriptions) = (_subscriptions, null);
        foreach (var subscription in all ?? [])
            subscription.Channel.Remove(subscription, reason: null);
    }
}

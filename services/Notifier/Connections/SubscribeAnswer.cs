using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Connections;

/// <summary>What became of a wish to subscribe. When it succeeded, <see cref="Open"/> is to be called once the answer is on its way.</summary>
internal sealed class SubscribeAnswer
{
    private readonly Subscription? _subscription;

    private SubscribeAnswer(Joined? joined, Subscription? subscription, ClientError? error)
    {
        Joined = joined;
        _subscription = subscription;
        Error = error;
    }

    public Joined? Joined { get; }

    /// <summary>Null when it succeeded, and when the client took its wish back meanwhile: then nothing is answered.</summary>
    public ClientError? Error { get; }

    public static SubscribeAnswer TakenBack { get; } = new(null, null, null);

    public static SubscribeAnswer Yes(Joined joined, Subscription? subscription) => new(joined, subscription, null);

    public static SubscribeAnswer No(ClientError error) => new(null, null, error);

    /// <summary>False when the client was subscribed already, and only asked again.</summary>
    public bool IsNew => _subscription is not null;

    /// <summary>False when the subscription was ended again before it was answered.</summary>
    public bool StillWanted => _subscription is not { Removed: true };

    /// <summary>Lets the events follow.</summary>
    public void Open() => _subscription?.Channel.Open(_subscription);
}

namespace Trawl.Notifier.Presence;

/// <summary>Who is on one channel, here and elsewhere, and what is still to be said of it. Not thread-safe. For one user alone it is this and an array.</summary>
internal sealed class ChannelPresence
{
    /// <summary>Nobody is told more often, neither clients nor the other replicas.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private Dictionary<string, PresencePart>? _others;
    private long _version;

    /// <summary>The users subscribed here, distinct and sorted, as the other replicas know them.</summary>
    public string[] Own { get; private set; } = [];

    public long LastRun { get; set; }
    public ITimer? Timer { get; set; }

    /// <summary><see cref="Own"/> may have changed.</summary>
    public bool Dirty { get; set; }

    /// <summary>The clients are to be told.</summary>
    public bool Tell { get; set; }

    /// <summary>The other replicas are to be told.</summary>
    public bool Publish { get; set; }

    /// <summary>And asked.</summary>
    public bool Ask { get; set; } = true;

    public bool Has(string user) => Array.BinarySearch(Own, user, StringComparer.Ordinal) >= 0;

    public void SetOwn(string[] users)
    {
        Dirty = false;
        if (users.AsSpan().SequenceEqual(Own))
            return;
        Own = users;
        Publish = Tell = true;
    }

    public void Take(PresencePart part)
    {
        Publish |= part.Ask && Own.Length > 0;
        if (part.Total == 0)
        {
            Drop(part.Replica);
            return;
        }

        if (_others?.TryGetValue(part.Replica, out var known) == true && known.Total == part.Total && known.Users.AsSpan().SequenceEqual(part.Users))
            return;
        (_others ??= [])[part.Replica] = part;
        Tell = true;
    }

    public void Drop(string replica)
    {
        if (_others?.Remove(replica) != true)
            return;
        Tell = true;
        if (_others.Count == 0)
            _others = null;
    }

    /// <summary>All users with these here: the first of them, and how many there are.</summary>
    public (string[] Users, int Total) With(string[] own, int most)
    {
        var all = own;
        var unnamed = 0;
        if (_others is not null)
        {
            var distinct = new HashSet<string>(own, StringComparer.Ordinal);
            foreach (var part in _others.Values)
            {
                distinct.UnionWith(part.Users);
                unnamed += part.Total - part.Users.Length;
            }

            all = Sorted(distinct);
        }

        return (most > 0 && all.Length > most ? all[..most] : all, all.Length + unnamed);
    }

    /// <summary>Grows, whatever the clock does.</summary>
    public long NextVersion(DateTimeOffset now) => _version = Math.Max(_version + 1, now.ToUnixTimeMilliseconds());

    public static string[] Sorted(IReadOnlyCollection<string> users)
    {
        var sorted = users.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }
}

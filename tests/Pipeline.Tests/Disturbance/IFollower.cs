namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>A small client of one transport, without state of its own: a position goes in, events come out.</summary>
public interface IFollower
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>Whether an event may come as several messages, and the state of a job once more with each subscription.</summary>
    bool TellsStateAgain => false;

    /// <summary>Opens a session and tells what it hears until the line is cut, by an exception or without a word.</summary>
    IAsyncEnumerable<Heard> FollowAsync(Place place, long after, CancellationToken cancellationToken);
}

/// <summary>Where a session is opened, and on what.</summary>
public sealed record Place(Uri Server, string User, string Channel)
{
    public string Query => $"userId={User}&channel={Uri.EscapeDataString(Channel)}";
}

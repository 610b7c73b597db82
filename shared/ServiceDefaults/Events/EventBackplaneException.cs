namespace Trawl.ServiceDefaults.Events;

/// <summary>The event backplane could not be reached or did not confirm. Worth trying again.</summary>
public sealed class EventBackplaneException : Exception
{
    /// <summary>A failure of the backplane.</summary>
    /// <param name="message">What was tried.</param>
    /// <param name="inner">What the client library said.</param>
    public EventBackplaneException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

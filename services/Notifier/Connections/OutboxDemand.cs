namespace Trawl.Notifier.Connections;

/// <summary>What enqueuing asks of its caller.</summary>
internal enum OutboxDemand
{
    /// <summary>A writer is at work, or the connection is closing.</summary>
    Nothing,

    /// <summary>Start the writer.</summary>
    Write,

    /// <summary>The client is too slow: close it.</summary>
    GiveUp,
}

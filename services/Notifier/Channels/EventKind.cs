namespace Trawl.Notifier.Channels;

/// <summary>How an event may be treated on its way.</summary>
internal enum EventKind : byte
{
    /// <summary>Numbered; in order and never lost.</summary>
    Log,

    /// <summary>Only the newest matters.</summary>
    State,

    /// <summary>May be thinned out.</summary>
    Activity,
}

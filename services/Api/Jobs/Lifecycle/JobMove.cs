namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>What moves a job from one status to another.</summary>
internal enum JobMove
{
    /// <summary>Its turn has come: a worker may take it on.</summary>
    Admit,

    /// <summary>Its user wants it to hold.</summary>
    Pause,

    /// <summary>Its user wants it to go on.</summary>
    Resume,

    /// <summary>It has asked something and waits for the answer.</summary>
    Ask,

    /// <summary>The last of its open questions is closed.</summary>
    GoOn,

    /// <summary>Its user wants it to end, or its source was deleted.</summary>
    Cancel,

    /// <summary>No worker works on it any more.</summary>
    LetGo,

    /// <summary>All is done.</summary>
    Complete,

    /// <summary>Nothing came of it.</summary>
    Fail,

    /// <summary>Its time ran out.</summary>
    Expire,

    /// <summary>Its user wants done again what was not.</summary>
    Retry,
}

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>How a line ends.</summary>
public enum Cut
{
    /// <summary>With a reset: what was sent and not yet read is gone.</summary>
    Reset,

    /// <summary>In order, between two packets.</summary>
    Close,

    /// <summary>It goes silent: for a while everybody sends into the void and is told that it went well.</summary>
    Silence,

    /// <summary>In the middle of a frame: half of what the server sent arrives.</summary>
    Half,
}

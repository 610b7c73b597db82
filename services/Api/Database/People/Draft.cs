using System.Text.Json;

namespace Trawl.Api.Database;

/// <summary>A crawl that is being thought about, by several people or in several windows at once.</summary>
public sealed class Draft
{
    public Guid Id { get; set; }
    public required string UserId { get; set; }

    /// <summary>From 1, one more with every change: a change that was made from an older one is refused.</summary>
    public int Version { get; set; }

    /// <summary>As much of a submit's body as there is so far.</summary>
    public required JsonDocument Plan { get; set; }
    public required string UpdatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The job that it became; null until it was submitted.</summary>
    public Guid? JobId { get; set; }
}

namespace Trawl.Api.Database;

/// <summary>A question of a job. Whoever changes it has locked its job.</summary>
public sealed class Clarification
{
    public Guid Id { get; set; }
    public Guid JobId { get; set; }
    public ClarificationKind Kind { get; set; }
    public ClarificationStatus Status { get; set; }
    public required string Question { get; set; }

    /// <summary>What may be answered; empty when anything may.</summary>
    public string[] Options { get; set; } = [];

    /// <summary>What holds when nobody answers in time; null when nothing does.</summary>
    public string? DefaultAnswer { get; set; }

    /// <summary>What it is about, of the kinds that are about a URL.</summary>
    public string? Subject { get; set; }

    /// <summary>The one that holds: the first that came, or the default.</summary>
    public string? Answer { get; set; }

    /// <summary>Who answered; null when nobody did.</summary>
    public string? AnsweredBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it was answered or expired.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

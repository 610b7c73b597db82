using System.ComponentModel.DataAnnotations;
using Trawl.Api.Jobs.Clarifications;

namespace Trawl.Api.Wizard;

/// <summary>An answer that names its question alone.</summary>
public sealed record RespondRequest
{
    public Guid ClarificationId { get; init; }

    [MaxLength(Answers.MaxAnswer)]
    public string Answer { get; init; } = "";
}

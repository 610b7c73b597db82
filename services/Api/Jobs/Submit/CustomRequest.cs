using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Submit;

/// <summary>The body of a custom job. The attributes only describe it for OpenAPI; <see cref="CustomRules"/> is what checks.</summary>
public sealed record CustomRequest
{
    [Description("custom: the work is done by another program, which reports it.")]
    public JobType Type { get; init; } = JobType.Custom;

    [MaxLength(SubmitRules.MaxTitleLength)]
    public string? Title { get; init; }

    [Description("How many items there are; null when that is not known yet."), Range(0, CustomRules.MaxTotal)]
    public int? Total { get; init; }

    [MaxLength(SubmitRules.MaxTags)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description("It expires when it has not ended by then."), Range(1, int.MaxValue)]
    public int? TtlMinutes { get; init; }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Schedules;

namespace Trawl.Api.Sources;

/// <summary>What may be changed of a source; what is left out stays.</summary>
public sealed record SourcePatch
{
    [MaxLength(SubmitRules.MaxTitleLength)]
    public string? Title { get; init; }

    [Description("When it is refreshed by itself; null for never. The next run counts from now, unless the schedule is the one it has.")]
    public SourceSchedule? Schedule { get; init; }
}

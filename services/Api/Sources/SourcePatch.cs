using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Trawl.Api.Jobs.Submit;

namespace Trawl.Api.Sources;

/// <summary>What may be changed of a source; what is left out stays.</summary>
public sealed record SourcePatch
{
    [MaxLength(SubmitRules.MaxTitleLength)]
    public string? Title { get; init; }

    [Description("Not supported yet.")]
    public JsonElement? Schedule { get; init; }
}

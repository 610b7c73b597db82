using System.ComponentModel;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Priority;

/// <summary>What may be changed of a job.</summary>
public sealed record JobPatch
{
    [Description("Of a queued job, among whom it waits; of a running one, what is handed out next.")]
    public JobPriority Priority { get; init; }
}

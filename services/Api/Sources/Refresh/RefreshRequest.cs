using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Submit;

namespace Trawl.Api.Sources.Refresh;

/// <summary>The body of a refresh, which may be left out: all else is as in the source's last crawl.</summary>
public sealed record RefreshRequest
{
    [Description("Its place in the queue.")]
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    [MaxLength(SubmitRules.MaxTags)]
    public IReadOnlyList<string> Tags { get; init; } = [];
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Jobs.Submit;

/// <summary>The answer to the submission of a custom job, and the only place where its token is shown.</summary>
public sealed record AcceptedCustomJob : JobView
{
    [SetsRequiredMembers]
    public AcceptedCustomJob(JobView job, string reportToken)
        : base(job) => ReportToken = reportToken;

    [JsonPropertyOrder(1)]
    public string ReportToken { get; }
}

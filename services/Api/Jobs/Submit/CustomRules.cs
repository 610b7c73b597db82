using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;

namespace Trawl.Api.Jobs.Submit;

/// <summary>What the announcement of a custom job must keep to. It needs nothing but the body: no worker, no name to resolve.</summary>
internal static class CustomRules
{
    /// <summary>Far above any job, far below where sums of counts would overflow.</summary>
    public const int MaxTotal = 1_000_000_000;

    public static NewCustomJob Check(string userId, JsonBody body, Faults faults)
    {
        var request = body.As<CustomRequest>(faults);
        if (request.Title is not null)
            SubmitRules.Text("title", request.Title, SubmitRules.MaxTitleLength, faults);
        if (request.Total is { } total)
            SubmitRules.Range("total", total, 0, MaxTotal, faults);
        if (request.TtlMinutes is { } ttl)
            SubmitRules.Range("ttlMinutes", ttl, 1, int.MaxValue, faults);
        SubmitRules.Texts("tags", request.Tags, SubmitRules.MaxTags, SubmitRules.MaxTagLength, faults);
        var options = new CustomOptions { Title = request.Title?.Trim(), Total = request.Total, TtlMinutes = request.TtlMinutes };
        return new NewCustomJob(userId, [.. request.Tags.Distinct(StringComparer.Ordinal)], options);
    }
}

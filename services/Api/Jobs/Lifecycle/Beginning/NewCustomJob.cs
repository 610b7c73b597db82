namespace Trawl.Api.Jobs.Lifecycle.Beginning;

/// <summary>A custom job that was checked and may be accepted.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="Tags">The owner's words.</param>
/// <param name="Options">Everything else.</param>
public sealed record NewCustomJob(string UserId, IReadOnlyList<string> Tags, CustomOptions Options);

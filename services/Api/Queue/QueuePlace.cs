namespace Trawl.Api.Queue;

/// <summary>Where a queued job stands in the order of admission. The waits are null until something was measured.</summary>
public sealed record QueuePlace(int Position, int Total, int? EstimatedWaitSeconds, int? EstimatedWaitP90Seconds);

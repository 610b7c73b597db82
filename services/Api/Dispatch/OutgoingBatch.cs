namespace Trawl.Api.Dispatch;

/// <summary>A committed lease and the command that tells a worker of it.</summary>
internal sealed record OutgoingBatch(Guid LeaseId, object Message);

using Trawl.Api.Database;

namespace Trawl.Api.Queue;

/// <summary>A job that waits for its turn.</summary>
public sealed record QueuedJob(Guid Id, string UserId, JobPriority Priority, DateTimeOffset CreatedAt, QueuePlace Place);

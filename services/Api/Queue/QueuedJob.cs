using Trawl.Api.Database;
using Trawl.Api.Queue.Order;

namespace Trawl.Api.Queue;

/// <summary>A job that waits for its turn.</summary>
internal sealed record QueuedJob(QueueKey Key, string UserId, JobPriority Priority, DateTimeOffset CreatedAt);

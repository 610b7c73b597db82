using System.Collections.Frozen;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>
/// Every way in which a job's status may change: whoever changes one asks here. <c>docs/state-machine.md</c> draws it, and a test
/// holds the two together.
/// </summary>
internal static class JobTransitions
{
    public static readonly FrozenDictionary<(JobStatus From, JobMove Move), JobStatus> All = new Dictionary<(JobStatus, JobMove), JobStatus>
    {
        [(JobStatus.Queued, JobMove.Admit)] = JobStatus.Running,
        [(JobStatus.Queued, JobMove.Cancel)] = JobStatus.Cancelling,
        [(JobStatus.Queued, JobMove.Expire)] = JobStatus.Expired,

        [(JobStatus.Running, JobMove.Pause)] = JobStatus.Paused,
        [(JobStatus.Running, JobMove.Ask)] = JobStatus.Waiting,
        [(JobStatus.Running, JobMove.Cancel)] = JobStatus.Cancelling,
        [(JobStatus.Running, JobMove.Complete)] = JobStatus.Completed,
        [(JobStatus.Running, JobMove.Fail)] = JobStatus.Failed,
        [(JobStatus.Running, JobMove.Expire)] = JobStatus.Expired,

        // Custom jobs end when their program says so, whatever we show meanwhile; a crawl ends only while it runs.
        [(JobStatus.Waiting, JobMove.GoOn)] = JobStatus.Running,
        [(JobStatus.Waiting, JobMove.Cancel)] = JobStatus.Cancelling,
        [(JobStatus.Waiting, JobMove.Complete)] = JobStatus.Completed,
        [(JobStatus.Waiting, JobMove.Fail)] = JobStatus.Failed,
        [(JobStatus.Waiting, JobMove.Expire)] = JobStatus.Expired,

        [(JobStatus.Paused, JobMove.Resume)] = JobStatus.Running,
        [(JobStatus.Paused, JobMove.Cancel)] = JobStatus.Cancelling,
        [(JobStatus.Paused, JobMove.Complete)] = JobStatus.Completed,
        [(JobStatus.Paused, JobMove.Fail)] = JobStatus.Failed,
        [(JobStatus.Paused, JobMove.Expire)] = JobStatus.Expired,

        [(JobStatus.Cancelling, JobMove.LetGo)] = JobStatus.Cancelled,

        [(JobStatus.Completed, JobMove.Retry)] = JobStatus.Queued,
        [(JobStatus.Failed, JobMove.Retry)] = JobStatus.Queued,
        [(JobStatus.Cancelled, JobMove.Retry)] = JobStatus.Queued,
        [(JobStatus.Expired, JobMove.Retry)] = JobStatus.Queued,
    }.ToFrozenDictionary();

    public static bool Allows(JobStatus from, JobMove move) => All.ContainsKey((from, move));

    /// <exception cref="InvalidOperationException">There is no such way: the caller has not looked at the status.</exception>
    public static JobStatus After(JobStatus from, JobMove move) =>
        All.TryGetValue((from, move), out var to) ? to : throw new InvalidOperationException($"A job that is {from} cannot {move}.");
}

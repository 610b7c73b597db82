namespace Trawl.Api.Dispatch.Crawl;

/// <summary>
/// Who was served last, so that those who want the same host or the last slot take turns. Only in the leader's memory: a new
/// leader begins a new round, which costs nobody more than one batch.
/// </summary>
internal sealed class HostTurns
{
    private const int Many = 10_000;
    private readonly Dictionary<(Guid Job, string Host), long> _served = [];
    private readonly Dictionary<Guid, long> _servedJobs = [];
    private long _count;

    /// <summary>Lower was longer ago.</summary>
    public long LastOf(Guid job, string host) => _served.GetValueOrDefault((job, host));

    public long LastOf(Guid job) => _servedJobs.GetValueOrDefault(job);

    public void Serve(Guid job, string host) => _servedJobs[job] = _served[(job, host)] = ++_count;

    /// <summary>Forgets jobs that do not run any more, once there is much to forget.</summary>
    public void Keep(IReadOnlyCollection<RunningJob> jobs)
    {
        if (_served.Count < Many)
            return;
        var ids = jobs.Select(j => j.Job.Id).ToHashSet();
        foreach (var key in _served.Keys.Where(key => !ids.Contains(key.Job)).ToArray())
            _served.Remove(key);
        foreach (var job in _servedJobs.Keys.Where(job => !ids.Contains(job)).ToArray())
            _servedJobs.Remove(job);
    }
}

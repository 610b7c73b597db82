namespace Trawl.Api.Results.Pages.Links;

/// <summary>
/// How many URLs of each family a job's frontier has, as far as this process knows, and how many traps it recorded. Forgetting
/// costs a count; what others have added is seen when it matters, at the limit.
/// </summary>
internal sealed class FamilySizes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Dictionary<Guid, int>> _jobs = [];
    private readonly Dictionary<Guid, int> _traps = [];

    public int? Of(Guid jobId, Guid family)
    {
        lock (_gate)
            return _jobs.TryGetValue(jobId, out var sizes) && sizes.TryGetValue(family, out var size) ? size : null;
    }

    public int TrapsOf(Guid jobId)
    {
        lock (_gate)
            return _traps.GetValueOrDefault(jobId);
    }

    /// <summary>Call it after the commit only.</summary>
    public void Remember(Guid jobId, Guid family, int size)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(jobId, out var sizes))
                _jobs[jobId] = sizes = [];
            sizes[family] = size;
        }
    }

    /// <inheritdoc cref="Remember"/>
    public void RememberTraps(Guid jobId, int traps)
    {
        lock (_gate)
            _traps[jobId] = traps;
    }

    public void Forget(Guid jobId)
    {
        lock (_gate)
        {
            _jobs.Remove(jobId);
            _traps.Remove(jobId);
        }
    }
}

namespace Trawl.Api.Results.Pages.Links;

/// <summary>
/// URLs that are known to be in a job's frontier: a site names the same few hundred on every page, and the database need not
/// be asked each time. Forgetting costs a question, never a page.
/// </summary>
internal sealed class SeenUrls
{
    private const int Most = 1_000_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, HashSet<Guid>> _jobs = [];
    private int _count;

    public bool Contains(Guid jobId, Guid urlKey)
    {
        lock (_gate)
            return _jobs.TryGetValue(jobId, out var known) && known.Contains(urlKey);
    }

    /// <summary>Call it after the commit only: a rolled back insert was none.</summary>
    public void Add(Guid jobId, IReadOnlyCollection<Guid> urlKeys)
    {
        lock (_gate)
        {
            if (_count + urlKeys.Count > Most)
            {
                _jobs.Clear();
                _count = 0;
            }

            if (!_jobs.TryGetValue(jobId, out var known))
                _jobs[jobId] = known = [];
            foreach (var key in urlKeys)
                _count += known.Add(key) ? 1 : 0;
        }
    }

    public void Forget(Guid jobId)
    {
        lock (_gate)
            if (_jobs.Remove(jobId, out var known))
                _count -= known.Count;
    }
}

using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Results;

/// <summary>The links of one transaction's pages that may be new, each once a job, nearest to the roots first.</summary>
internal sealed class NewLinks(SeenUrls seen)
{
    // An endless site must not fill the disk: what is past this could never be fetched within maxPages, even were most of it skipped.
    private const int RowsPerPage = 4;
    private const int RowsAnyway = 1000;

    private readonly Dictionary<Guid, List<Guid>> _keysByJob = [];
    private readonly HashSet<(Guid Job, Guid Key)> _taken = [];
    private Job? _job;
    private int _room;
    private int _maxDepth;

    public List<Guid> JobIds { get; } = [];
    public List<string> Urls { get; } = [];
    public List<Guid> Keys { get; } = [];
    public List<string> Hosts { get; } = [];
    public List<int> Depths { get; } = [];

    public Dictionary<Guid, Job> Jobs { get; } = [];

    public void Begin(Job job, CrawlOptions options)
    {
        _job = job;
        _maxDepth = options.MaxDepth;
        _room = (int)Math.Min(int.MaxValue, (RowsPerPage * (long)options.MaxPages) + RowsAnyway) - job.Total;
        Jobs[job.Id] = job;
        _keysByJob.TryAdd(job.Id, []);
    }

    public void Add(OpenPage page)
    {
        // A redirect's target stands where the page stood; a page's links are one further.
        var depth = page.Depth + (page.Outcome.Crawled is null && page.Reason == "redirected" ? 0 : 1);
        if (depth > _maxDepth || page.Status == PageStatus.Pending)
            return;
        var known = _keysByJob[_job!.Id];
        foreach (var url in page.Outcome.Links)
        {
            if (_room <= 0)
                return;
            var key = UrlKey.Of(url);
            if (seen.Contains(_job.Id, key) || !_taken.Add((_job.Id, key)) || !url.StartsWith("http", StringComparison.Ordinal))
                continue;
            _room--;
            known.Add(key);
            JobIds.Add(_job.Id);
            Urls.Add(url);
            Keys.Add(key);
            Hosts.Add(HostName.Of(url));
            Depths.Add(depth);
        }
    }

    /// <summary>After the commit.</summary>
    public void Remember()
    {
        foreach (var (jobId, keys) in _keysByJob)
        {
            if (Jobs[jobId].Status.IsTerminal())
                seen.Forget(jobId);
            else if (keys.Count > 0)
                seen.Add(jobId, keys);
        }
    }
}

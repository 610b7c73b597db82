using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Urls;
using Trawl.Contracts.Crawling;
using Trawl.Web;

namespace Trawl.Api.Results.Pages.Links;

/// <summary>The links of one transaction's pages that may be new, each once a job, nearest to the roots first.</summary>
internal sealed class NewLinks(SeenUrls seen, Families families, FamilySizes sizes)
{
    // An endless site must not fill the disk: what is past this could never be fetched within maxPages, even were most of it skipped.
    private const int RowsPerPage = 4;
    private const int RowsAnyway = 1000;

    // Nor must telling of it: who looks at traps has understood by then.
    private const int MostTraps = 100;
    private const int MostSitemaps = 1000;
    private const int DeepestSitemap = 2;

    private readonly Dictionary<Guid, List<Guid>> _keysByJob = [];
    private readonly Dictionary<Guid, int> _traps = [];
    private readonly HashSet<(Guid Job, Guid Key)> _taken = [];
    private Job? _job;
    private int _room;
    private int _sitemapRoom;
    private int _maxDepth;

    public NewPages Pages { get; } = new();

    public Dictionary<Guid, Job> Jobs { get; } = [];

    public void Begin(Job job, CrawlOptions options)
    {
        _job = job;
        _maxDepth = options.MaxDepth;
        _room = (int)Math.Min(int.MaxValue, (RowsPerPage * (long)CrawlOptionsOf.MostPages(job, options)) + RowsAnyway) - job.Total;
        _sitemapRoom = MostSitemaps - job.SitemapsOpen;
        Jobs[job.Id] = job;
        _keysByJob.TryAdd(job.Id, []);
        _traps.TryAdd(job.Id, sizes.TrapsOf(job.Id));
    }

    public void Add(OpenPage page)
    {
        if (page.Status == PageStatus.Pending)
            return;
        if (page.Kind == PageKind.Sitemap)
        {
            AddOfSitemap(page);
            return;
        }

        var family = FamilyKey.Of(page.Url);
        // A redirect's target stands where the page stood; a page's links are one further.
        if (page.LeadsTo is { } target)
            Take(target, page.Depth, family);
        if (page.Depth >= _maxDepth || page.Outcome.Failed?.Reason == PageFailureReason.Redirected)
            return;
        foreach (var url in page.Outcome.Links)
            Take(url, page.Depth + 1, family);
        foreach (var link in page.Outcome.SkippedLinks)
            Skip(link.Url, page.Depth + 1, link.Reason);
    }

    /// <summary>A sitemap of a site's new address.</summary>
    public void AddSitemap(string url, int depth)
    {
        if (_sitemapRoom > 0 && IsNew(url, out var key))
        {
            _sitemapRoom--;
            Append(url, key, depth, PageKind.Sitemap, "", null);
        }
    }

    /// <summary>After the commit.</summary>
    public void Remember()
    {
        families.Remember();
        foreach (var (jobId, keys) in _keysByJob)
        {
            if (Jobs[jobId].Status.IsTerminal())
            {
                seen.Forget(jobId);
                sizes.Forget(jobId);
                continue;
            }

            if (keys.Count > 0)
                seen.Add(jobId, keys);
            if (_traps[jobId] > 0)
                sizes.RememberTraps(jobId, _traps[jobId]);
        }
    }

    private void AddOfSitemap(OpenPage page)
    {
        if (page.LeadsTo is { } target)
            AddSitemap(target, page.Depth);
        if (page.Outcome.Sitemap is not { } sitemap)
            return;
        if (page.Depth < DeepestSitemap)
            foreach (var url in sitemap.Sitemaps)
                AddSitemap(url, page.Depth + 1);
        foreach (var url in sitemap.Urls)
            Take(url, 1, null);
        foreach (var link in page.Outcome.SkippedLinks)
            Skip(link.Url, 1, link.Reason);
    }

    private void Take(string url, int depth, Guid? from)
    {
        if (_room <= 0 || !IsNew(url, out var key))
            return;
        var family = FamilyKey.Of(url);
        if (family is { } same && same == from && !families.TryGrow(_job!.Id, same))
        {
            SkipNew(url, key, depth, PageFailureReason.Trap);
            return;
        }

        _room--;
        Append(url, key, depth, PageKind.Page, "", family);
    }

    private void Skip(string url, int depth, PageFailureReason reason)
    {
        if (_room > 0 && IsNew(url, out var key))
            SkipNew(url, key, depth, reason);
    }

    private void SkipNew(string url, Guid key, int depth, PageFailureReason reason)
    {
        if (reason == PageFailureReason.Trap && ++_traps[_job!.Id] > MostTraps)
            return;
        _room--;
        Append(url, key, depth, PageKind.Page, PageOutcome.NameOf(reason), null);
    }

    private bool IsNew(string url, out Guid key)
    {
        key = UrlKey.Of(url);
        return !seen.Contains(_job!.Id, key) && url.StartsWith("http", StringComparison.Ordinal) && _taken.Add((_job.Id, key));
    }

    private void Append(string url, Guid key, int depth, PageKind kind, string reason, Guid? family)
    {
        _keysByJob[_job!.Id].Add(key);
        Pages.Add(_job.Id, url, key, depth, kind, reason, family);
    }
}

using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Urls;
using Trawl.Web;

namespace Trawl.Api.Results.Pages.Links;

/// <summary>
/// Families of URLs in one transaction. A list of a thousand items is worth reading, a calendar's thousandth month is not: only
/// so many links are followed from one member to another. What other pages link to is always followed.
/// </summary>
internal sealed class Families(FamilySizes sizes)
{
    private const int MostDates = 100;
    private const int LeastNumbers = 100;

    private readonly Dictionary<(Guid Job, Guid Family), (int Cap, int Links)> _asked = [];
    private readonly Dictionary<(Guid Job, Guid Family), int> _size = [];

    /// <summary>Links of this outcome will be judged: its own family's size has to be known.</summary>
    public void Expect(PageOutcome outcome, CrawlOptions options)
    {
        if (outcome.Sitemap is not null || outcome.Links.Count == 0 && outcome.IsKnown || UrlFamily.Of(outcome.Url) is not { } family)
            return;
        var key = (outcome.JobId, FamilyKey.Of(family));
        _asked[key] = (CapOf(family, options), _asked.GetValueOrDefault(key).Links + outcome.Links.Count);
    }

    /// <summary>Whether something has to be counted; then <see cref="ReadCountsAsync"/> reads the last result.</summary>
    public bool AddCounts(NpgsqlBatch batch)
    {
        var count = new List<((Guid Job, Guid Family) Key, int Cap)>();
        foreach (var (key, (cap, links)) in _asked)
        {
            if (sizes.Of(key.Job, key.Family) is { } known && (known >= cap || (links > 0 && known + links <= cap)))
                _size[key] = known;
            else
                count.Add((key, cap));
        }

        if (count.Count > 0)
            batch.Add(
                """
                select f.job, f.family, (select count(*)::int from (select 1 from pages p where p.job_id = f.job and p.family = f.family limit f.cap) of)
                from unnest($1, $2, $3) as f(job, family, cap)
                """,
                count.ConvertAll(c => c.Key.Job).ToArray(), count.ConvertAll(c => c.Key.Family).ToArray(), count.ConvertAll(c => c.Cap).ToArray());
        return count.Count > 0;
    }

    public async Task ReadCountsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _size[(reader.GetGuid(0), reader.GetGuid(1))] = reader.GetInt32(2);
    }

    /// <summary>Whether one more may be followed that a page of the same family links to.</summary>
    public bool TryGrow(Guid jobId, Guid family)
    {
        var key = (jobId, family);
        if (!_size.TryGetValue(key, out var size))
            return true;
        if (size >= _asked[key].Cap)
            return false;
        _size[key] = size + 1;
        return true;
    }

    /// <summary>After the commit.</summary>
    public void Remember()
    {
        foreach (var ((job, family), size) in _size)
            sizes.Remember(job, family, size);
    }

    private static int CapOf(UrlFamily family, CrawlOptions options) => family.IsDates ? MostDates : Math.Max(LeastNumbers, options.MaxPages / 2);
}

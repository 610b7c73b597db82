using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Schedules;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Sources;

/// <summary>A source as frontends see it.</summary>
public sealed record SourceView(
    Guid Id, string UserId, string? Title, string Url, IReadOnlyList<string> Urls, SourceSchedule? Schedule, DateTime? NextRunAt,
    DateTime CreatedAt, DateTime? LastCrawledAt, int Documents, int Chunks)
{
    /// <summary>However many sources, one query for what they hold.</summary>
    internal static async Task<Func<Source, SourceView>> ForAsync(TrawlDbContext db, IEnumerable<Source> sources, CancellationToken cancellationToken)
    {
        var ids = sources.Select(source => source.Id).ToArray();
        var holds = await db.Documents
            .Where(document => ids.Contains(document.SourceId))
            .GroupBy(document => document.SourceId)
            .Select(documents => new { documents.Key, Documents = documents.Count(), Chunks = documents.Sum(document => document.ChunkCount) })
            .ToDictionaryAsync(of => of.Key, cancellationToken);
        return source =>
        {
            var of = holds.GetValueOrDefault(source.Id);
            return new(
                source.Id, source.UserId, source.Title, source.Url, source.Urls,
                source.Schedule?.Deserialize<SourceSchedule>(TrawlJson.Options), source.NextRunAt?.UtcDateTime,
                source.CreatedAt.UtcDateTime, source.LastCrawledAt?.UtcDateTime, of?.Documents ?? 0, of?.Chunks ?? 0);
        };
    }
}

using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Search.Vectors;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Search;

/// <summary>Finds the caller's documents that fit a query best.</summary>
internal sealed partial class SearchService(
    IDbContextFactory<TrawlDbContext> contexts, KeywordSearch keyword, VectorIndexes vectors, QueryVectors queries, Highlighter highlighter, ILogger<SearchService> logger)
{
    // Each list goes deeper than the answer: what both name further down may be better than what one names first.
    private const int Depth = 50;

    public async Task<SearchOutcome> SearchAsync(SearchRequest request, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (found, sources) = await ScopeAsync(db, request, caller, cancellationToken);
        if (!found)
            return new SearchOutcome(null, SearchRefusal.NoSuchSource, null);
        if (sources is [])
            return Result([], request.Mode);

        var depth = Math.Max(Depth, request.Limit);
        if (request.Mode == SearchMode.Keyword)
        {
            var hits = await keyword.FindAsync(request.Query, sources, request.Limit, cancellationToken);
            return Result(await ShowAsync(db, request, hits, cancellationToken), SearchMode.Keyword);
        }

        // Both at once: the one waits for the database, the other for an embedder.
        var byWords = request.Mode == SearchMode.Hybrid ? keyword.FindAsync(request.Query, sources, depth, cancellationToken) : Task.FromResult(new List<Hit>());
        var (nearest, refusal, detail) = await NearestAsync(db, request, sources, depth, cancellationToken);
        var words = await byWords;
        if (refusal == SearchRefusal.NoSuchModel || (refusal != SearchRefusal.None && request.Mode == SearchMode.Semantic))
            return new SearchOutcome(null, refusal, detail);
        if (nearest is null)
        {
            LogWithoutVectors(detail);
            return Result(await ShowAsync(db, request, [.. words.Take(request.Limit)], cancellationToken), SearchMode.Keyword);
        }

        var best = request.Mode == SearchMode.Hybrid ? Fusion.Merge(words, nearest, request.Limit) : [.. nearest.Take(request.Limit)];
        return Result(await ShowAsync(db, request, best, cancellationToken), request.Mode);
    }

    private static SearchOutcome Result(IReadOnlyList<SearchItem> items, SearchMode mode) => new(new SearchResult(items, mode), SearchRefusal.None, null);

    /// <summary>The sources to look in; null for all there are.</summary>
    private static async Task<(bool Found, Guid[]? Sources)> ScopeAsync(TrawlDbContext db, SearchRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var visible = db.Sources.VisibleTo(caller);
        if (request.SourceId is { } id)
            return (await visible.AnyAsync(source => source.Id == id, cancellationToken), [id]);
        return (true, caller.IsAdmin ? null : await visible.Select(source => source.Id).ToArrayAsync(cancellationToken));
    }

    private async Task<(IReadOnlyList<Hit>? Hits, SearchRefusal Refusal, string? Detail)> NearestAsync(
        TrawlDbContext db, SearchRequest request, Guid[]? sources, int depth, CancellationToken cancellationToken)
    {
        var name = request.Model ?? await MostUsedModelAsync(db, sources, cancellationToken);
        var model = name is null ? null : await db.Models.AsNoTracking().SingleOrDefaultAsync(m => m.Name == name, cancellationToken);
        if (model is null)
            return request.Model is null ? ([], SearchRefusal.None, null) : (null, SearchRefusal.NoSuchModel, null);

        var (vector, error) = await queries.FindAsync(model.Name, request.Query, cancellationToken);
        if (vector is null)
            return (null, SearchRefusal.NoEmbedder, error);
        if (vector.Length != model.Dimensions)
            return (null, SearchRefusal.NoEmbedder, $"Model {model.Name} gives {vector.Length} dimensions now; what is stored has {model.Dimensions}.");
        var index = await vectors.CurrentAsync(cancellationToken);
        var hits = await index.NearestAsync(model, vector, sources, depth, cancellationToken);
        return hits is not null
            ? (hits, SearchRefusal.None, null)
            : (null, SearchRefusal.TooManyVectors, "More than Search:MaxInMemoryVectors. Install pgvector.");
    }

    /// <summary>By a sample: thousands of documents of one source have the same models.</summary>
    private static Task<string?> MostUsedModelAsync(TrawlDbContext db, Guid[]? sources, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<string?>($"""
            select model as "Value" from (
                select embedded_models from documents where ({sources}::uuid[] is null or source_id = any({sources})) and chunk_count > 0 limit 1000
            ) sample, unnest(embedded_models) as model group by model order by count(*) desc, model limit 1
            """).SingleOrDefaultAsync(cancellationToken);

    private async Task<IReadOnlyList<SearchItem>> ShowAsync(
        TrawlDbContext db, SearchRequest request, IReadOnlyList<Hit> hits, CancellationToken cancellationToken)
    {
        var ids = hits.Select(hit => hit.ChunkId).ToArray();
        var rows = await (
            from chunk in db.Chunks
            join document in db.Documents on chunk.DocumentId equals document.Id
            where ids.Contains(chunk.Id)
            select new { chunk.Id, chunk.Text, chunk.Heading, document.Url, document.Title }).ToDictionaryAsync(row => row.Id, cancellationToken);
        // What was deleted since it was found is left out.
        var shown = hits.Where(hit => rows.ContainsKey(hit.ChunkId)).ToArray();
        var marked = await highlighter.MarkAsync(request.Query, [.. shown.Select(hit => rows[hit.ChunkId].Text)], cancellationToken);
        return [.. shown.Select((hit, place) =>
        {
            var row = rows[hit.ChunkId];
            return new SearchItem(hit.DocumentId, row.Url, row.Title, row.Text, row.Heading, Math.Round(hit.Score, 4), marked[place]);
        })];
    }
}

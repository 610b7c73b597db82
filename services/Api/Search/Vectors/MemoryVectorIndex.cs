using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Search.Vectors;

/// <summary>Exact, over vectors held in this process: for a PostgreSQL without pgvector, and bounded.</summary>
internal sealed partial class MemoryVectorIndex(
    NpgsqlDataSource database, IOptions<SearchOptions> options, TimeProvider time, ILogger<MemoryVectorIndex> logger) : IVectorIndex
{
    private readonly ConcurrentDictionary<short, VectorLoader> _loaders = [];

    public async Task<IReadOnlyList<Hit>?> NearestAsync(Model model, float[] vector, Guid[]? sources, int limit, CancellationToken cancellationToken)
    {
        var loader = _loaders.GetOrAdd(model.Id, static (id, state) => new VectorLoader(state.database, id, state.model.Dimensions, state.most, state.time),
            (database, model, most: options.Value.MaxInMemoryVectors, time));
        while (true)
        {
            var wasOverfull = loader.IsOverfull;
            if (await loader.CurrentAsync(cancellationToken) is not { } vectors)
            {
                if (!wasOverfull)
                    LogTooMany(model.Name, options.Value.MaxInMemoryVectors);
                return null;
            }

            var hits = vectors.Nearest(vector, sources, NearestDocuments.ChunksFor(limit));
            var gone = await GoneAsync(hits, cancellationToken);
            if (gone.Count == 0)
                return NearestDocuments.Of(hits, limit);
            // What was deleted since is only noticed when it is found; what it kept from being found takes its place.
            vectors.Forget(gone);
        }
    }

    private async Task<IReadOnlySet<long>> GoneAsync(List<Hit> hits, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select id from unnest($1) as asked(id) where not exists (select 1 from chunks where chunks.id = asked.id)");
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. hits.Select(hit => hit.ChunkId)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var gone = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
            gone.Add(reader.GetInt64(0));
        return gone;
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Results.Embedding;

/// <summary>The models' numbers in the database.</summary>
internal sealed class ModelIds
{
    private readonly ConcurrentDictionary<string, short> _known = new();

    /// <summary>In the order of the outcomes; 0 for one that failed, which has no vectors.</summary>
    public async Task<short[]> OfAsync(TrawlDbContext db, IReadOnlyList<ModelOutcome> models, CancellationToken cancellationToken)
    {
        var ids = new short[models.Count];
        for (var i = 0; i < ids.Length; i++)
            if (models[i].Error is null)
                ids[i] = _known.TryGetValue(models[i].Model, out var known) ? known : _known[models[i].Model] = await AddAsync(db, models[i], cancellationToken);
        return ids;
    }

    private static async Task<short> AddAsync(TrawlDbContext db, ModelOutcome model, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Connection().CreateCommand();
        command.CommandText =
            """
            insert into models (name, provider, dimensions) values ($1, $2, $3)
            on conflict (name) do update set provider = excluded.provider, dimensions = excluded.dimensions returning id
            """;
        command.Parameters.AddWithValue(model.Model);
        command.Parameters.AddWithValue(model.Provider);
        command.Parameters.AddWithValue(model.Dimensions);
        return (short)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

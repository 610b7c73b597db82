using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Trawl.Api.Search;
using Trawl.Api.Search.Vectors;

namespace Trawl.Api.Tests.Search.Vectors;

/// <summary>The index that this server can have: pgvector's where it is installed, as in CI; else the one in memory, as everywhere else.</summary>
public sealed class ChosenVectorIndexTests : VectorIndexSpecification
{
    private PgVectorMaintenance Maintenance => new(Database, NullLogger<PgVectorMaintenance>.Instance);

    private protected override async Task<IVectorIndex> CreateAsync() => await Maintenance.InstallAsync(CancellationToken.None) is { } version
        ? new PgVectorIndex(Database, version)
        : new MemoryVectorIndex(Database, Options.Create(new SearchOptions()), TimeProvider.System, NullLogger<MemoryVectorIndex>.Instance);

    [Fact]
    public async Task Installing_again_changes_nothing() =>
        Assert.Equal(await Maintenance.InstallAsync(CancellationToken.None), await Maintenance.InstallAsync(CancellationToken.None));

    [Fact]
    public async Task A_model_with_enough_vectors_gets_an_index_that_is_used_and_finds_the_same()
    {
        var (index, model, source) = (await CreateAsync(), await ToyAsync(), await Library.AddSourceAsync("alice"));
        var document = await AddAsync(model, source, [.. Enumerable.Range(0, 16).Select(dimension => ToyEmbedder.Towards(dimension, 0.1f))]);
        var nearest = await AddAsync(model, source, ToyEmbedder.Towards(4));

        if (index is PgVectorIndex)
        {
            await Maintenance.IndexAsync(1000, CancellationToken.None);
            Assert.False(await HasIndexAsync(model.Id));
            await Maintenance.IndexAsync(10, CancellationToken.None);
            await Maintenance.IndexAsync(10, CancellationToken.None);
        }

        Assert.Equal(index is PgVectorIndex, await HasIndexAsync(model.Id));
        Assert.Equal([nearest, document], await NearestAsync(index, model, ToyEmbedder.Towards(4), [source]));
    }

    private async Task<bool> HasIndexAsync(short modelId)
    {
        await using var command = Database.CreateCommand($"select to_regclass('ix_embeddings_hnsw_{modelId}') is not null");
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}

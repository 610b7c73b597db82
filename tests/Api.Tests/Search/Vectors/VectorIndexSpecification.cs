using Microsoft.EntityFrameworkCore;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Search.Vectors;

namespace Trawl.Api.Tests.Search.Vectors;

/// <summary>What any vector index must do, whatever searches.</summary>
public abstract class VectorIndexSpecification : IAsyncLifetime
{
    private protected NpgsqlDataSource Database { get; private set; } = null!;

    private protected Library Library => new(Database);

    public async Task InitializeAsync() => Database = NpgsqlDataSource.Create(await MigratedDatabase.CreateAsync());

    public async Task DisposeAsync() => await Database.DisposeAsync();

    private protected abstract Task<IVectorIndex> CreateAsync();

    private static float[] Towards(int dimension, float tilt = 0) => ToyEmbedder.Towards(dimension, tilt);

    private protected Task<Model> ToyAsync() => Library.AddModelAsync(ToyEmbedder.Dimensions);

    private protected async Task<Guid> AddAsync(Model model, Guid source, params float[][] vectors)
    {
        var document = await Library.AddDocumentAsync(source, "T", [.. vectors.Select(_ => ("", "text"))]);
        await Library.AddVectorsAsync(model, document, vectors);
        return document;
    }

    private protected static async Task<Guid[]> NearestAsync(IVectorIndex index, Model model, float[] vector, Guid[]? sources = null, int limit = 10) =>
        [.. (await index.NearestAsync(model, vector, sources, limit, CancellationToken.None))!.Select(hit => hit.DocumentId)];

    [Fact]
    public async Task The_nearest_document_comes_first_and_each_once()
    {
        var (index, model, source) = (await CreateAsync(), await ToyAsync(), await Library.AddSourceAsync("alice"));
        var far = await AddAsync(model, source, Towards(3));
        var near = await AddAsync(model, source, Towards(7), Towards(0, 0.2f), Towards(0, 0.1f));
        var nearest = await AddAsync(model, source, Towards(0));

        Assert.Equal([nearest, near, far], await NearestAsync(index, model, Towards(0)));
        var hits = await index.NearestAsync(model, Towards(0), null, 1, CancellationToken.None);
        Assert.Equal(1, Assert.Single(hits!).Score, 1e-5);
    }

    [Fact]
    public async Task The_length_of_a_vector_does_not_matter()
    {
        var (index, model, source) = (await CreateAsync(), await ToyAsync(), await Library.AddSourceAsync("alice"));
        var near = await AddAsync(model, source, [.. Towards(0, 0.1f).Select(x => x * 0.01f)]);
        await AddAsync(model, source, [.. Towards(0, 0.5f).Select(x => x * 100)]);

        Assert.Equal([near], await NearestAsync(index, model, [.. Towards(0).Select(x => x * 7)], limit: 1));
    }

    [Fact]
    public async Task Only_the_sources_asked_for_are_searched()
    {
        var (index, model) = (await CreateAsync(), await ToyAsync());
        var (mine, yours) = (await Library.AddSourceAsync("alice"), await Library.AddSourceAsync("bob"));
        var document = await AddAsync(model, mine, Towards(5));
        await AddAsync(model, yours, Towards(0));

        Assert.Equal([document], await NearestAsync(index, model, Towards(0), [mine]));
        Assert.Equal(2, (await NearestAsync(index, model, Towards(0), [mine, yours])).Length);
        Assert.Empty(await NearestAsync(index, model, Towards(0), [Guid.NewGuid()]));
    }

    [Fact]
    public async Task Models_do_not_mix()
    {
        var (index, model, source) = (await CreateAsync(), await ToyAsync(), await Library.AddSourceAsync("alice"));
        var other = await Library.AddModelAsync(3, "other");
        var document = await AddAsync(model, source, Towards(0));
        var third = await AddAsync(other, source, [1, 0, 0]);

        Assert.Equal([document], await NearestAsync(index, model, Towards(0)));
        Assert.Equal([third], await NearestAsync(index, other, [0.5f, 0.5f, 0]));
    }

    [Fact]
    public async Task What_is_stored_is_found_at_once_and_what_is_deleted_no_more()
    {
        var (index, model, source) = (await CreateAsync(), await ToyAsync(), await Library.AddSourceAsync("alice"));
        Assert.Empty(await NearestAsync(index, model, Towards(0)));

        var first = await AddAsync(model, source, Towards(0));
        Assert.Equal([first], await NearestAsync(index, model, Towards(0)));
        var second = await AddAsync(model, source, Towards(0, 0.3f));
        Assert.Equal([first, second], await NearestAsync(index, model, Towards(0)));

        await Library.DeleteDocumentAsync(first);
        Assert.Equal([second], await NearestAsync(index, model, Towards(0), limit: 1));
    }

    [Fact]
    public async Task Vectors_of_a_transaction_that_commits_late_are_found_all_the_same()
    {
        var (index, model, source) = (await CreateAsync(), await ToyAsync(), await Library.AddSourceAsync("alice"));
        var late = await Library.AddDocumentAsync(source, "Late", ("", "text"));
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Library.AddVectorsAsync(connection, model, late, Towards(0));

        // Chunks with higher ids are committed and searched, twice, while it still runs.
        var early = await AddAsync(model, source, Towards(0, 0.5f));
        Assert.Equal([early], await NearestAsync(index, model, Towards(0)));
        var later = await AddAsync(model, source, Towards(0, 0.9f));
        Assert.Equal([early, later], await NearestAsync(index, model, Towards(0)));
        await transaction.CommitAsync();

        Assert.Equal([late, early, later], await NearestAsync(index, model, Towards(0)));
        Assert.Equal([late, early, later], await NearestAsync(index, model, Towards(0)));
    }

    [Fact]
    public async Task Many_vectors_give_the_same_answer_as_comparing_them_one_by_one()
    {
        var (index, model, source) = (await CreateAsync(), await ToyAsync(), await Library.AddSourceAsync("alice"));
        var random = new Random(1);
        float[] Any() => [.. Enumerable.Range(0, ToyEmbedder.Dimensions).Select(_ => (random.NextSingle() * 2) - 1)];
        var vectors = Enumerable.Range(0, 1500).Select(_ => Any()).ToArray();
        var document = await Library.AddDocumentAsync(source, "Many", [.. vectors.Select(_ => ("", "x"))]);
        await Library.AddVectorsAsync(model, document, vectors);
        var query = Any();
        var best = vectors.Max(vector => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(vector, query));

        for (var round = 0; round < 3; round++)
            Assert.Equal(best, Assert.Single((await index.NearestAsync(model, query, [source], 5, CancellationToken.None))!).Score, 1e-4);
    }
}

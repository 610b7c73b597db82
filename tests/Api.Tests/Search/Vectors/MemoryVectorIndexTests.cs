using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Trawl.Api.Search;
using Trawl.Api.Search.Vectors;

namespace Trawl.Api.Tests.Search.Vectors;

public sealed class MemoryVectorIndexTests : VectorIndexSpecification
{
    private readonly HandClock _clock = new();

    private protected override Task<IVectorIndex> CreateAsync() => Task.FromResult<IVectorIndex>(Create(100_000));

    private MemoryVectorIndex Create(int most) =>
        new(Database, Options.Create(new SearchOptions { MaxInMemoryVectors = most }), _clock, NullLogger<MemoryVectorIndex>.Instance);

    [Fact]
    public async Task More_vectors_than_may_be_held_are_not_searched_until_there_are_fewer_again()
    {
        var (index, model, source) = (Create(2), await ToyAsync(), await Library.AddSourceAsync("alice"));
        var first = await AddAsync(model, source, ToyEmbedder.Towards(0));
        await AddAsync(model, source, ToyEmbedder.Towards(1));
        Assert.Equal(2, (await NearestAsync(index, model, ToyEmbedder.Towards(0))).Length);

        var third = await AddAsync(model, source, ToyEmbedder.Towards(2));
        Assert.Null(await index.NearestAsync(model, ToyEmbedder.Towards(0), null, 5, CancellationToken.None));

        await Library.DeleteDocumentAsync(third);
        _clock.Now += TimeSpan.FromMinutes(6);
        Assert.Equal(first, (await NearestAsync(index, model, ToyEmbedder.Towards(0)))[0]);
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

namespace Trawl.Embedder.Tests.EmbedQuery;

public sealed class EmbedQueryTests
{
    [Fact]
    public async Task A_query_is_answered_with_its_vector()
    {
        await using var embedder = await RunningEmbedder.StartAsync();

        var answer = await embedder.AskAsync("hashing-384", "create index");

        Assert.Null(answer.Error);
        Assert.Equal(384 * sizeof(float), answer.Vector.Length);
    }

    [Fact]
    public async Task An_unknown_model_is_said_to_be_one()
    {
        await using var embedder = await RunningEmbedder.StartAsync();

        var answer = await embedder.AskAsync("gpt-17", "create index");

        Assert.Equal("No model gpt-17 is configured.", answer.Error);
        Assert.Empty(answer.Vector);
    }
}

using Trawl.Contracts.Embedding;

namespace Trawl.Embedder.Tests.EmbedDocuments;

using EmbedDocuments = Trawl.Contracts.Embedding.EmbedDocuments;

public sealed class KnownChunksTests
{
    private static readonly string[] Sections =
        [.. Enumerable.Range(0, 6).Select(section => $"## Part {section}\n\n" + string.Concat(Enumerable.Range(0, 25).Select(i => $"Sentence {i} of part {section} says so. ")))];

    [Fact]
    public async Task A_changed_paragraph_of_a_long_document_costs_one_chunk()
    {
        await using var embedder = await RunningEmbedder.StartAsync();
        var before = Assert.Single((await AnswerAsync(embedder, Document(Sections))).Documents);
        Assert.Equal(Sections.Length, before.Chunks.Count);
        Assert.All(before.Chunks, chunk => Assert.NotEmpty(Assert.Single(chunk.Vectors)));

        string[] changed = [.. Sections];
        changed[3] = changed[3].Replace("Sentence 7 ", "Another sentence ", StringComparison.Ordinal);
        var answer = await AnswerAsync(embedder, Document(changed) with { KnownChunks = [.. before.Chunks.Select(chunk => chunk.Hash!.Value)] });

        var after = Assert.Single(answer.Documents);
        Assert.Equal([3], after.Chunks.Where(chunk => chunk.Vectors[0].Length > 0).Select(chunk => chunk.Index));
        Assert.Equal([3], after.Chunks.Where((chunk, i) => chunk.Hash != before.Chunks[i].Hash).Select(chunk => chunk.Index));
        Assert.Contains("Another sentence", after.Chunks[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_title_is_part_of_what_is_embedded()
    {
        await using var embedder = await RunningEmbedder.StartAsync();
        var before = Assert.Single((await AnswerAsync(embedder, Document(Sections))).Documents);

        var renamed = Document(Sections) with { Title = "Another", KnownChunks = [.. before.Chunks.Select(chunk => chunk.Hash!.Value)] };
        var after = Assert.Single((await AnswerAsync(embedder, renamed)).Documents);

        Assert.All(after.Chunks, chunk => Assert.NotEmpty(Assert.Single(chunk.Vectors)));
    }

    [Fact]
    public async Task A_text_that_stands_twice_where_one_is_known_is_embedded_once()
    {
        await using var embedder = await RunningEmbedder.StartAsync();
        // The same heading and text at two places: nothing tells the models that they are two.
        var known = Assert.Single((await AnswerAsync(embedder, Document([Sections[0]]))).Documents).Chunks[0].Hash!.Value;

        var twice = Assert.Single((await AnswerAsync(embedder, Document([Sections[0], Sections[0]]) with { KnownChunks = [known] })).Documents);

        Assert.Equal([known, known], twice.Chunks.Select(chunk => chunk.Hash!.Value));
        Assert.Equal([false, true], twice.Chunks.Select(chunk => chunk.Vectors[0].Length > 0));
    }

    [Fact]
    public async Task A_batch_in_which_all_is_known_asks_no_model_and_names_it_as_done()
    {
        await using var embedder = await RunningEmbedder.StartAsync(
            ("Embedder:Models:0:Name", "remote"), ("Embedder:Models:0:Provider", "openai"), ("Embedder:Models:0:Dimensions", "16"),
            // Nobody listens there: were it asked, the batch would be tried again and again.
            ("Embedder:Models:0:Endpoint", "http://127.0.0.1:1/v1"),
            ("Embedder:Models:1:Name", "hashing-384"));
        var hashes = Assert.Single((await AnswerAsync(embedder, Document(Sections))).Documents).Chunks.Select(chunk => chunk.Hash!.Value);

        var answer = await AnswerAsync(embedder, ["remote"], Document(Sections) with { KnownChunks = [.. hashes] });

        var outcome = Assert.Single(answer.Models);
        Assert.Equal(("remote", 16, null), (outcome.Model, outcome.Dimensions, outcome.Error));
        Assert.All(Assert.Single(answer.Documents).Chunks, chunk => Assert.Empty(Assert.Single(chunk.Vectors)));
    }

    private static DocumentToEmbed Document(string[] sections) =>
        new() { DocumentId = Guid.CreateVersion7(), ContentHash = "h", Title = "Manual", Markdown = string.Join("\n\n", sections) };

    private static Task<DocumentsEmbedded> AnswerAsync(RunningEmbedder embedder, DocumentToEmbed document) => AnswerAsync(embedder, ["hashing-384"], document);

    private static async Task<DocumentsEmbedded> AnswerAsync(RunningEmbedder embedder, string[] models, DocumentToEmbed document)
    {
        await embedder.Bus.Publish(new EmbedDocuments
        {
            BatchId = Guid.CreateVersion7(), JobId = Guid.CreateVersion7(), UserId = "alice", Models = models, Documents = [document],
        });
        return await embedder.NextAsync<DocumentsEmbedded>();
    }
}

using System.Net;
using System.Runtime.InteropServices;
using Trawl.Contracts.Embedding;
using Trawl.Embedder.Tests.Models.OpenAi;

namespace Trawl.Embedder.Tests.EmbedDocuments;

using EmbedDocuments = Trawl.Contracts.Embedding.EmbedDocuments;
using StopJob = Trawl.Contracts.Jobs.StopJob;

public sealed class EmbedDocumentsTests
{
    private static EmbedDocuments Batch(params DocumentToEmbed[] documents) => new()
    {
        BatchId = Guid.CreateVersion7(),
        JobId = Guid.CreateVersion7(),
        UserId = "alice",
        Models = ["hashing-384"],
        Documents = documents,
    };

    private static DocumentToEmbed Document(string markdown, string? title = null) =>
        new() { DocumentId = Guid.CreateVersion7(), ContentHash = "h1", Title = title, Markdown = markdown };

    [Fact]
    public async Task A_batch_is_answered_with_every_document_its_chunks_and_their_vectors()
    {
        await using var embedder = await RunningEmbedder.StartAsync();
        var batch = Batch(Document("# Index\n\nCREATE INDEX builds an index.", "CREATE INDEX"), Document(" \n"));

        await embedder.Bus.Publish(batch);
        var answer = await embedder.NextAsync<DocumentsEmbedded>();

        Assert.Equal((batch.BatchId, batch.JobId), (answer.BatchId, answer.JobId));
        var outcome = Assert.Single(answer.Models);
        Assert.Equal(("hashing-384", "builtin", 384, null), (outcome.Model, outcome.Provider, outcome.Dimensions, outcome.Error));
        Assert.Equal(batch.Documents.Select(d => (d.DocumentId, d.ContentHash)), answer.Documents.Select(d => (d.DocumentId, d.ContentHash)));
        var chunk = Assert.Single(answer.Documents[0].Chunks);
        Assert.Equal((0, "Index", "CREATE INDEX builds an index."), (chunk.Index, chunk.Heading, chunk.Text));
        Assert.Equal(384, MemoryMarshal.Cast<byte, float>(Assert.Single(chunk.Vectors)).Length);
        Assert.Empty(answer.Documents[1].Chunks);
    }

    [Fact]
    public async Task A_model_nobody_configured_fails_alone()
    {
        await using var embedder = await RunningEmbedder.StartAsync();

        await embedder.Bus.Publish(Batch(Document("Some text.")) with { Models = ["gone", "hashing-384"] });
        var answer = await embedder.NextAsync<DocumentsEmbedded>();

        Assert.Contains("gone", answer.Models[0].Error, StringComparison.Ordinal);
        Assert.Null(answer.Models[1].Error);
        var vectors = Assert.Single(Assert.Single(answer.Documents).Chunks).Vectors;
        Assert.Equal([0, 384 * sizeof(float)], vectors.Select(vector => vector.Length));
    }

    [Fact]
    public async Task A_batch_of_a_stopped_job_ends_early_with_no_documents_and_one_sent_later_is_done()
    {
        await using var server = await EmbeddingsServer.StartAsync();
        server.Hang = true;
        await using var embedder = await RunningEmbedder.StartAsync(
            ("Embedder:Models:0:Name", "remote"),
            ("Embedder:Models:0:Provider", "openai"),
            ("Embedder:Models:0:Endpoint", new Uri(server.Address, "v1").ToString()),
            ("Embedder:Models:0:Dimensions", "16"));
        var batch = Batch(Document("Some text.")) with { Models = ["remote"] };

        await embedder.Bus.Publish(batch);
        await server.Asked;
        await embedder.Bus.Publish(new StopJob { JobId = batch.JobId });
        var stopped = await embedder.NextAsync<DocumentsEmbedded>();
        server.Hang = false;
        await embedder.Bus.Publish(batch);
        var again = await embedder.NextAsync<DocumentsEmbedded>();

        Assert.Equal(batch.BatchId, stopped.BatchId);
        Assert.Empty(stopped.Documents);
        Assert.Single(again.Documents);
    }

    [Fact]
    [Trait("Seed", "S0.28")]
    public async Task A_batch_that_a_busy_provider_refuses_is_done_when_it_has_time()
    {
        await using var server = await EmbeddingsServer.StartAsync();
        server.Answer = (HttpStatusCode.TooManyRequests, "slow down");
        await using var embedder = await RunningEmbedder.StartAsync(
            ("Embedder:Models:0:Name", "remote"),
            ("Embedder:Models:0:Provider", "openai"),
            ("Embedder:Models:0:Endpoint", new Uri(server.Address, "v1").ToString()),
            ("Embedder:Models:0:Dimensions", "16"));

        await embedder.Bus.Publish(Batch(Document("Some text.")) with { Models = ["remote"] });
        await server.Asked;
        server.Answer = null;

        Assert.Null(Assert.Single((await embedder.NextAsync<DocumentsEmbedded>()).Models).Error);
        Assert.True(server.Requests.Count > 1);
    }

    [Fact]
    [Trait("Seed", "S0.4")]
    [Trait("Seed", "S0.5")]
    [Trait("Seed", "S0.6")]
    [Trait("Seed", "S0.7")]
    [Trait("Seed", "S0.8")]
    public async Task The_job_and_its_owner_hear_what_the_worker_does()
    {
        await using var embedder = await RunningEmbedder.StartAsync();
        var batch = Batch(Document("One.", "First"), Document("Two."));

        await embedder.Bus.Publish(batch);
        await embedder.NextAsync<DocumentsEmbedded>();
        foreach (var channel in new[] { $"job:{batch.JobId}", "user:alice" })
        {
            var ended = await Eventually(() => embedder.Events.Of(channel, "task_completed"));
            Assert.Equal("embedding_generation", ended[0].GetProperty("data").GetProperty("taskName").GetString());
            Assert.Equal([0.0, 100.0], embedder.Events.Of(channel, "processing_progress").Select(e => e.GetProperty("data").GetProperty("progressPercent").GetDouble()));
            Assert.Equal(["First", batch.Documents[1].DocumentId.ToString()],
                embedder.Events.Of(channel, "worker_item_completed").Select(e => e.GetProperty("data").GetProperty("item").GetString()!));
            Assert.Equal(2, Assert.Single(embedder.Events.Of(channel, "batch_complete")).GetProperty("data").GetProperty("batchSize").GetInt32());
        }
    }

    private static async Task<IReadOnlyList<T>> Eventually<T>(Func<IReadOnlyList<T>> read)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        IReadOnlyList<T> found;
        while ((found = read()).Count == 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return found;
    }
}

using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Tests.Engine;

public sealed class ChangedChunksTests
{
    private const string Url = "http://site.test/";
    private readonly SimulatedWorkers workers = new() { Embed = batch => [LineEmbedder.Answer(batch)] };

    [Fact]
    public async Task Only_the_passage_that_changed_is_stored_anew()
    {
        await using var host = await EngineHost.StartAsync(workers);
        var before = await CrawlAsync(host, "one\ntwo\nthree\nfour");
        var after = await CrawlAsync(host, "one\ntwo\nTHREE\nfour");

        Assert.Equal(["one", "two", "THREE", "four"], after.Select(c => c.Text));
        Assert.Equal([true, true, false, true], after.Select((c, i) => c.Id == before[i].Id));
        Assert.Equal(4, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from embeddings e join chunks c on c.id = e.chunk_id"));
        Assert.Equal(1, await FoundAsync(host, "THREE"));
    }

    [Fact]
    public async Task Passages_that_change_places_keep_their_vectors()
    {
        await using var host = await EngineHost.StartAsync(workers);
        var before = await CrawlAsync(host, "one\ntwo\nthree");
        var after = await CrawlAsync(host, "three\nnew\ntwo\none");

        Assert.Equal(["three", "new", "two", "one"], after.Select(c => c.Text));
        Assert.Equal([before[2].Id, before[1].Id, before[0].Id], after.Where(c => c.Text != "new").Select(c => c.Id));
        Assert.Equal(4, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from embeddings"));
    }

    [Fact]
    public async Task Each_of_two_equal_passages_has_a_row_of_its_own()
    {
        await using var host = await EngineHost.StartAsync(workers);
        await CrawlAsync(host, "same\nother");
        var twice = await CrawlAsync(host, "same\nsame\nother");
        Assert.Equal(["same", "same", "other"], twice.Select(c => c.Text));

        var once = await CrawlAsync(host, "other\nsame");
        Assert.Equal([twice[2].Id, twice[0].Id], once.Select(c => c.Id));
        Assert.Equal(2, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from embeddings"));
    }

    [Fact]
    public async Task With_another_model_everything_is_embedded_anew()
    {
        await using var host = await EngineHost.StartAsync(workers);
        var before = await CrawlAsync(host, "one\ntwo");
        var after = await CrawlAsync(host, "one\nTWO", SimulatedWorkers.Model, "other");

        Assert.DoesNotContain(after, c => before.Any(b => b.Id == c.Id));
        Assert.All(workers.EmbedBatches, batch => Assert.Null(Assert.Single(batch.Documents).KnownChunks));
        Assert.Equal(4, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from embeddings"));
    }

    [Fact]
    public async Task A_passage_that_was_left_out_but_has_lost_its_vector_meanwhile_makes_its_document_be_embedded_whole()
    {
        await using var host = await EngineHost.StartAsync(workers);
        var before = await CrawlAsync(host, "one\ntwo");
        workers.Embed = batch =>
        {
            // As when another job of the source had the document embedded by other models.
            if (batch.Documents[0].KnownChunks is not null)
                host.ExecuteAsync($"delete from embeddings where chunk_id = {before[0].Id}").GetAwaiter().GetResult();
            return [LineEmbedder.Answer(batch)];
        };
        var after = await CrawlAsync(host, "one\nTWO");

        Assert.Equal(["one", "TWO"], after.Select(c => c.Text));
        Assert.Equal([true, false], workers.EmbedBatches.Skip(1).Select(batch => batch.Documents[0].KnownChunks is not null));
        Assert.Equal(2, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from embeddings"));
    }

    private async Task<List<Chunk>> CrawlAsync(EngineHost host, string text, params string[] models)
    {
        workers.Crawl = batch => [.. batch.Pages.Select(page => SimulatedWorkers.Page(batch, page, [], text)), SimulatedWorkers.Completed(batch)];
        await host.AwakenAsync();
        var job = await host.EndOfAsync((await host.SubmitAsync(Url, with: options => models.Length == 0 ? options : options with { Models = models })).Id);
        Assert.Equal((JobStatus.Completed, 0), (job.Status, job.EmbedPending));
        var lines = text.Split('\n').Length;
        Assert.Equal((lines, lines), (job.Chunks, job.Embedded));
        await using var db = await host.ContextAsync();
        var document = await db.Documents.AsNoTracking().SingleAsync();
        Assert.Equal((document.ContentHash, lines), (document.EmbeddedHash, document.ChunkCount));
        return await db.Chunks.AsNoTracking().OrderBy(c => c.Index).ToListAsync();
    }

    private static Task<int> FoundAsync(EngineHost host, string word) =>
        host.ScalarAsync<int>($"select count(*)::int as \"Value\" from chunks where words @@ plainto_tsquery('english', {word})");
}

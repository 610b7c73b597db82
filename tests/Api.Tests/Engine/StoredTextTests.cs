using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Engine;

public sealed class StoredTextTests
{
    [Fact]
    public async Task What_a_page_says_is_stored_without_the_one_character_that_the_database_does_not_take()
    {
        var workers = new SimulatedWorkers();
        workers.Crawl = batch =>
        [
            .. batch.Pages.Select(page => page.Depth == 0
                ? (object)(SimulatedWorkers.Page(batch, page, ["http://site.test/fails"], "te\0xt") with
                {
                    Title = "ti\0tle", Language = "e\0n", Description = "ab\0out",
                })
                : SimulatedWorkers.Failure(batch, page, PageFailureReason.Unreadable) with { Message = "no\0 text" }),
            SimulatedWorkers.Completed(batch),
        ];
        workers.Embed = batch =>
        {
            var answer = SimulatedWorkers.Embedded(batch);
            return [answer with { Documents = [.. answer.Documents.Select(d => d with { Chunks = [.. d.Chunks.Select(c => c with { Heading = "hea\0ding", Text = "te\0xt" })] })] }];
        };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();

        var job = await host.EndOfAsync((await host.SubmitAsync("http://site.test/")).Id);

        Assert.Equal((JobStatus.Completed, 1, 1), (job.Status, job.Completed, job.Failed));
        await using var db = await host.ContextAsync();
        var document = await db.Documents.SingleAsync();
        Assert.Equal(("title", "text", "en", "about"), (document.Title, document.Markdown, document.Language, document.Description));
        Assert.All(await db.Chunks.ToListAsync(), chunk => Assert.Equal(("title", "heading", "text"), (chunk.Title, chunk.Heading, chunk.Text)));
        Assert.Equal("no text", (await db.Pages.SingleAsync(page => page.Status == PageStatus.Failed)).Message);
    }
}
